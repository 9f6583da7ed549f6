"""Examples below the help of each command, one a line; what follows a # is for the reader and a shell skips it."""

TEXTS: dict[str, tuple[str, str]] = {
    "help.examples": ("Voorbeelden:", "Examples:"),
    "panel.answer": ("Het antwoord", "The answer"),
    "panel.drivers": ("Wat het bepaalt", "What drives it"),
    "panel.doubt": ("Wat u nog wilt weten", "What more to know"),
    "panel.cases": ("Casussen, ook uw eigen", "Cases, your own too"),
    "example.report": (
        "mkba report arnhem-ozo --lang nl\n"
        "mkba report arnhem-ozo --out arnhem   # ook figuren, tabellen en een werkboek",
        "mkba report arnhem-ozo\nmkba report arnhem-ozo --out arnhem   # figures, tables and a workbook too",
    ),
    "example.run": (
        "mkba run arnhem-ozo\n"
        "mkba run arnhem-ozo --scenario recidivism_40 --dependence expected\n"
        "mkba run arnhem-ozo --until 'net_benefit > 0:0.01'   # op een procent",
        "mkba run arnhem-ozo\n"
        "mkba run arnhem-ozo --scenario recidivism_40 --dependence expected\n"
        "mkba run arnhem-ozo --until 'net_benefit > 0:0.01'   # to a percent",
    ),
    "example.whatif": (
        "mkba whatif arnhem-ozo\nmkba whatif arnhem-ozo --scenario discount_3   # alleen dit scenario",
        "mkba whatif arnhem-ozo\nmkba whatif arnhem-ozo --scenario discount_3   # this scenario only",
    ),
    "example.reconcile": ("mkba reconcile arnhem-ozo", "mkba reconcile arnhem-ozo"),
    "example.compare": ("mkba compare arnhem-ozo den-haag-scm", "mkba compare arnhem-ozo den-haag-scm"),
    "example.sobol": (
        "mkba sobol arnhem-ozo\n"
        "mkba sobol arnhem-ozo --outcome net_benefit --second   # ook paren\n"
        "mkba sobol arnhem-ozo --group role",
        "mkba sobol arnhem-ozo\n"
        "mkba sobol arnhem-ozo --outcome net_benefit --second   # pairs too\n"
        "mkba sobol arnhem-ozo --group role",
    ),
    "example.shapley": (
        "mkba shapley arnhem-ozo --dependence expected\nmkba shapley arnhem-ozo --group tag",
        "mkba shapley arnhem-ozo --dependence expected\nmkba shapley arnhem-ozo --group tag",
    ),
    "example.tornado": (
        "mkba tornado arnhem-ozo\nmkba tornado arnhem-ozo --outcome actor:municipality --mode mean",
        "mkba tornado arnhem-ozo\nmkba tornado arnhem-ozo --outcome actor:municipality --mode mean",
    ),
    "example.switching": (
        "mkba switching arnhem-ozo\nmkba switching arnhem-ozo --outcome financial_net",
        "mkba switching arnhem-ozo\nmkba switching arnhem-ozo --outcome financial_net",
    ),
    "example.screen": (
        "mkba screen arnhem-ozo --trajectories 32",
        "mkba screen arnhem-ozo --trajectories 32",
    ),
    "example.structure": (
        "mkba structure arnhem-ozo\nmkba structure arnhem-ozo --weight base=2   # de casus zelf telt dubbel",
        "mkba structure arnhem-ozo\nmkba structure arnhem-ozo --weight base=2   # the case itself counts double",
    ),
    "example.voi": (
        "mkba voi arnhem-ozo --threshold 1000000\n"
        "mkba voi arnhem-ozo --threshold 1000000 --study recidivism=binomial:200",
        "mkba voi arnhem-ozo --threshold 1000000\n"
        "mkba voi arnhem-ozo --threshold 1000000 --study recidivism=binomial:200",
    ),
    "example.update": (
        "mkba update arnhem-ozo --observe recidivism=31/120   # van de 120 gevolgd, vielen er 31 terug",
        "mkba update arnhem-ozo --observe recidivism=31/120   # of 120 followed, 31 relapsed",
    ),
    "example.elicit": (
        "mkba elicit --quantiles 0.25=25,0.5=30,0.75=40 --support 0,100\n"
        "mkba elicit --three-point 15,30,50 --three-point 10,25,60   # twee deskundigen samen",
        "mkba elicit --quantiles 0.25=25,0.5=30,0.75=40 --support 0,100\n"
        "mkba elicit --three-point 15,30,50 --three-point 10,25,60   # two experts together",
    ),
    "example.cases": ("mkba cases", "mkba cases"),
    "example.check": (
        "mkba check mijn-stad.toml\nmkba check mijn-stad.toml --quiet && echo klopt",
        "mkba check my-city.toml\nmkba check my-city.toml --quiet && echo sound",
    ),
    "example.new": ("mkba new mijn-stad.toml", "mkba new my-city.toml"),
    "example.export": (
        "mkba export arnhem-ozo arnhem.xlsx --results",
        "mkba export arnhem-ozo arnhem.xlsx --results",
    ),
    "example.import": (
        "mkba import arnhem.xlsx mijn-arnhem.toml",
        "mkba import arnhem.xlsx my-arnhem.toml",
    ),
}
