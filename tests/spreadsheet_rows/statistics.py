"""Rows of spread, shape, quantiles, tests and regression."""

from spreadsheet_table import DOCUMENTED, Row, divided_by_zero, invalid

from mkba_uncertainty.spreadsheet import Error, Scalar

CELLS: dict[str, Scalar] = {
    # y and two variables that explain it, with a text among them from row 7
    "N1": 3.0, "N2": 5.5, "N3": 7.1, "N4": 8.0, "N5": 12.5, "N6": 11.0, "N7": 14.0, "N8": "n/a",
    "O1": 1.0, "O2": 2.0, "O3": 3.0, "O4": 4.5, "O5": 5.0, "O6": 6.0, "O7": "x", "O8": 8.0,
    "P1": 2.0, "P2": 7.0, "P3": 1.0, "P4": 8.0, "P5": 2.5, "P6": 8.1,
    "Q1": 1.0, "Q2": 2.0, "Q3": 2.0, "Q4": 3.0, "Q5": 3.0, "Q6": 2.0, "Q7": 4.0,
    "R1": 0.1, "R2": 0.2, "R3": 0.3, "R4": 0.4,
}  # fmt: skip
CUT = "cut off, not rounded: 0.666 in Excel's documentation of PERCENTRANK.INC"
EARLIEST = "of several the first: exceljet.net on MODE; LibreOffice has the smallest"

TABLE: dict[str, list[Row]] = {
    **{
        name: [
            f"={name}(A1:A9)",
            f"={name}(N1:N8)",
            f"={name}(4,5,6.5)",
            f"={name}(C1:C3)",
            *divided_by_zero(f"={name}(B2)"),
        ]
        for name in ("VAR", "VAR.S", "STDEV", "STDEV.S", "VARP", "VAR.P", "STDEVP", "STDEV.P")
    },
    **{
        name: [f"={name}(A1:A9)", f"={name}(B1:B9)", f"={name}(2,TRUE,5)"]
        for name in ("VARA", "VARPA", "STDEVA", "STDEVPA")
    },
    "DEVSQ": ["=DEVSQ(N1:N8)", "=DEVSQ(3)", "=DEVSQ(C1:C2)"],
    "AVEDEV": ["=AVEDEV(N1:N8)", "=AVEDEV(4,5,6,7.5)", *invalid("=AVEDEV(B2)")],
    "SKEW": ["=SKEW(N1:N8)", "=SKEW(A1:A9)", *divided_by_zero("=SKEW(1,2)", "=SKEW(2,2,2)")],
    "SKEW.P": ["=SKEW.P(N1:N8)", *divided_by_zero("=SKEW.P(1,2)")],
    "KURT": ["=KURT(N1:N8)", "=KURT(A1:A9)", *divided_by_zero("=KURT(1,2,4)")],
    "GEOMEAN": ["=GEOMEAN(N1:N8)", "=GEOMEAN(4,9)", *invalid("=GEOMEAN(1,0)", "=GEOMEAN(A1:A3)")],
    "HARMEAN": ["=HARMEAN(N1:N8)", "=HARMEAN(4,5)", *invalid("=HARMEAN(1,-2)")],
    "MODE": ["=MODE(Q1:Q7)", ("=MODE(3,1,1,3)", 3, EARLIEST), ("=MODE(N1:N8)", Error.NA, DOCUMENTED)],
    "MODE.MULT": [
        "{=MODE.MULT({1,2,3,4,3,2,1,2,3,5,6,1})}",
        "=SUM(MODE.MULT(A1:A9,{7,7}))",
        ("=INDEX(MODE.MULT(3,1,1,3),1)", 3, EARLIEST),
        ("=MODE.MULT(N1:N8)", Error.NA, DOCUMENTED),
        "=MODE.MULT(3,1,1/0,1)",
    ],
    "MODE.SNGL": ["=MODE.SNGL(A1:A9)", "=MODE.SNGL(C1:C2)"],
    "PERCENTILE": [
        "=PERCENTILE(N1:N8,0.3)",
        "=PERCENTILE(N1:N8,0)",
        "=PERCENTILE(N1:N8,1)",
        "=PERCENTILE({1,2;3,9},0.9)",
        *invalid("=PERCENTILE(N1:N8,1.1)", "=PERCENTILE(B2,0.5)"),
        "=PERCENTILE(C1:C3,0.5)",
    ],
    "PERCENTILE.INC": ["=PERCENTILE.INC(A1:A9,0.95)", *invalid("=PERCENTILE.INC(A1:A9,-0.1)")],
    "PERCENTILE.EXC": ["=PERCENTILE.EXC(A1:A9,0.25)", *invalid("=PERCENTILE.EXC(A1:A9,0.01)")],
    "QUARTILE": ["=QUARTILE(N1:N8,1)", "=QUARTILE(N1:N8,2.9)", *invalid("=QUARTILE(N1:N8,5)")],
    "QUARTILE.INC": ["=QUARTILE.INC(N1:N8,3)", "=QUARTILE.INC(N1:N8,0)"],
    "QUARTILE.EXC": ["=QUARTILE.EXC(N1:N8,3)", *invalid("=QUARTILE.EXC(N1:N8,0)")],
    "PERCENTRANK": [
        "=PERCENTRANK(N1:N8,8)",
        ("=PERCENTRANK(N1:N8,9)", 0.555, CUT),
        ("=PERCENTRANK(Q1:Q7,3)", 0.666, CUT),
        "=PERCENTRANK(Q1:Q7,2.5,5)",
        ("=PERCENTRANK(N1:N8,2)", Error.NA, DOCUMENTED),
    ],
    "PERCENTRANK.INC": ["=PERCENTRANK.INC(N1:N8,8,2)", *invalid("=PERCENTRANK.INC(N1:N8,8,0)")],
    "PERCENTRANK.EXC": [
        "=PERCENTRANK.EXC(N1:N8,8)",
        ("=PERCENTRANK.EXC(N1:N8,9,4)", 0.5416, CUT),
        "=PERCENTRANK.EXC(N1:N8,14)",
    ],
    "TRIMMEAN": ["=TRIMMEAN(N1:N8,0.3)", "=TRIMMEAN(A1:A9,0.5)", *invalid("=TRIMMEAN(N1:N8,1)")],
    "FREQUENCY": ["{=FREQUENCY(N1:N8,{5;10})}", "{=FREQUENCY(Q1:Q7,{3;2})}", "=SUM(FREQUENCY(Q1:Q7,Q1:Q3))"],
    "CORREL": [
        "=CORREL(N1:N6,O1:O6)",
        "=CORREL(N1:N8,O1:O8)",
        ("=CORREL(N1:N6,O1:O5)", Error.NA, DOCUMENTED),
        *divided_by_zero("=CORREL(N1:N3,{1;1;1})"),
    ],
    "PEARSON": ["=PEARSON(N1:N6,P1:P6)"],
    "RSQ": ["=RSQ(N1:N6,O1:O6)", *divided_by_zero("=RSQ(N1:N3,{1;1;1})")],
    "COVAR": ["=COVAR(N1:N6,O1:O6)", "=COVAR(C1:C3,A1:A3)"],
    "COVARIANCE.P": ["=COVARIANCE.P(N1:N6,O1:O6)"],
    "COVARIANCE.S": ["=COVARIANCE.S(N1:N6,O1:O6)", *divided_by_zero("=COVARIANCE.S(N1,O1)")],
    "SLOPE": ["=SLOPE(N1:N6,O1:O6)", *divided_by_zero("=SLOPE(N1:N3,{1;1;1})")],
    "INTERCEPT": ["=INTERCEPT(N1:N6,O1:O6)", *divided_by_zero("=INTERCEPT(N1:N3,{1;1;1})")],
    "STEYX": ["=STEYX(N1:N6,O1:O6)", *divided_by_zero("=STEYX(N1:N2,O1:O2)")],
    "FORECAST": ["=FORECAST(10,N1:N6,O1:O6)", "=FORECAST(B2,N1:N6,O1:O6)", "{=FORECAST({1,2},N1:N6,O1:O6)}"],
    "FORECAST.LINEAR": ["=FORECAST.LINEAR(10,N1:N6,O1:O6)"],
    "PROB": ["=PROB({0;1;2;3},{0.2;0.3;0.1;0.4},2)", "=PROB({0;1;2;3},R1:R4,1,3)", *invalid("=PROB(D1:D4,D1:D4,2)")],
    "T.TEST": [
        "=T.TEST(N1:N6,P1:P6,2,1)",
        "=T.TEST(N1:N6,P1:P6,1,2)",
        "=T.TEST(N1:N8,P1:P6,2,3)",
        *invalid("=T.TEST(N1:N6,P1:P6,3,1)", "=T.TEST(N1:N6,P1:P6,1,4)"),
    ],
    "TTEST": ["=TTEST(N1:N6,P1:P6,1,1)", "=TTEST(N1:N6,Q1:Q7,2,2)"],
    "Z.TEST": ["=Z.TEST(N1:N8,4)", "=Z.TEST(N1:N8,9,2)", *invalid("=Z.TEST(N1:N8,9,0)")],
    "ZTEST": ["=ZTEST(Q1:Q7,2.5)"],
    "F.TEST": ["=F.TEST(N1:N6,P1:P6)", *divided_by_zero("=F.TEST(N1:N6,N1)")],
    "FTEST": ["=FTEST(N1:N6,Q1:Q7)"],
    "CHISQ.TEST": ["=CHISQ.TEST({58,35;11,25;10,23},{45.35,47.65;17.56,18.44;16.09,16.91})"],
    "CHITEST": ["=CHITEST(Q1:Q6,P1:P6)", ("=CHITEST(Q1:Q6,P1:P5)", Error.NA, DOCUMENTED)],
    "LINEST": [
        "{=LINEST(N1:N6,O1:O6)}",
        "{=LINEST(N1:N6)}",
        "=INDEX(LINEST(N1:N6,O1:P6,TRUE,TRUE),1,1)",
        "=INDEX(LINEST(N1:N6,O1:P6,TRUE,TRUE),1,3)",
        "=INDEX(LINEST(N1:N6,O1:P6,TRUE,TRUE),2,2)",
        "=INDEX(LINEST(N1:N6,O1:P6,TRUE,TRUE),2,3)",
        "=INDEX(LINEST(N1:N6,O1:P6,TRUE,TRUE),3,1)",
        "=INDEX(LINEST(N1:N6,O1:P6,TRUE,TRUE),3,2)",
        "=INDEX(LINEST(N1:N6,O1:P6,TRUE,TRUE),3,3)",
        "=INDEX(LINEST(N1:N6,O1:P6,TRUE,TRUE),4,1)",
        "=INDEX(LINEST(N1:N6,O1:P6,TRUE,TRUE),4,2)",
        "=INDEX(LINEST(N1:N6,O1:P6,TRUE,TRUE),5,1)",
        "=INDEX(LINEST(N1:N6,O1:P6,TRUE,TRUE),5,2)",
        "{=LINEST(N1:N6,O1:O6,FALSE,TRUE)}",
        "=INDEX(LINEST(TRANSPOSE(N1:N6),TRANSPOSE(O1:P6)),1,2)",
        ("=LINEST(N1:N8,O1:O8)", Error.VALUE, DOCUMENTED),
    ],
    "LOGEST": [
        "{=LOGEST(N1:N6,O1:O6)}",
        "{=LOGEST(N1:N6,O1:P6,FALSE)}",
        "=INDEX(LOGEST(N1:N6,O1:O6,TRUE,TRUE),2,1)",
        "=INDEX(LOGEST(N1:N6,O1:O6,TRUE,TRUE),3,2)",
        *invalid("=LOGEST(A1:A3,D1:D3)"),
    ],
    "TREND": [
        "=TREND(N1:N6,O1:O6,10)",
        "{=TREND(N1:N6)}",
        "{=TREND(N1:N6,O1:O6,{7;8;9})}",
        "{=TREND(N1:N6,O1:P6,{7,1;8,2;9,2})}",
        "=TREND(N1:N6,O1:O6,10,FALSE)",
        "=TREND(N1:N6,,10)",
        "=TREND(N1:N2,O1:O2,4)",
    ],
    "GROWTH": [
        "=GROWTH(N1:N6,O1:O6,10)",
        "{=GROWTH(N1:N6,O1:O6)}",
        "{=GROWTH(N1:N6,O1:P6,{7,1;8,2;9,2})}",
        *invalid("=GROWTH(A1:A3,D1:D3,2)"),
    ],
}
