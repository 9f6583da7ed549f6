"""What the methods of the page come from, as a list of references has it."""

REFERENCES = (
    "Asmussen, S. & Glynn, P.W. (2007), Stochastic Simulation: Algorithms and Analysis. Springer.",
    "Draper, D. (1995), Assessment and propagation of model uncertainty. Journal of the Royal Statistical Society, "
    "Series B 57.",
    "Felli, J.C. & Hazen, G.B. (1998), Sensitivity analysis and the expected value of perfect information. "
    "Medical Decision Making 18.",
    "Hyndman, R.J. & Fan, Y. (1996), Sample quantiles in statistical packages. The American Statistician 50.",
    "Iman, R.L. & Conover, W.J. (1982), A distribution-free approach to inducing rank correlation among input "
    "variables. Communications in Statistics: Simulation and Computation 11.",
    "Jansen, M.J.W. (1999), Analysis of variance designs for model output. Computer Physics Communications 117.",
    "Joe, S. & Kuo, F.Y. (2008), Constructing Sobol sequences with better two-dimensional projections. "
    "SIAM Journal on Scientific Computing 30.",
    "Mastrandrea, M.D. et al. (2010), Guidance note for lead authors of the IPCC Fifth Assessment Report on consistent "
    "treatment of uncertainties. IPCC.",
    "Nakayama, M.K. (2014), Confidence intervals for quantiles using sectioning when applying variance-reduction "
    "techniques. ACM Transactions on Modeling and Computer Simulation 24.",
    "Owen, A.B. (1998), Scrambling Sobol' and Niederreiter-Xing points. Journal of Complexity 14.",
    "Raiffa, H. & Schlaifer, R. (1961), Applied Statistical Decision Theory. Harvard University.",
    "Saltelli, A. et al. (2010), Variance based sensitivity analysis of model output. Computer Physics "
    "Communications 181.",
    "Song, E., Nelson, B.L. & Staum, J. (2016), Shapley effects for global sensitivity analysis. SIAM/ASA Journal on "
    "Uncertainty Quantification 4.",
)
