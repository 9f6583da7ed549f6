"""Formulas of every function, from ordinary to strange arguments: one row each, a function's rows together.

LibreOffice says what a row comes to. Where Excel says otherwise, or LibreOffice does not know the function, the row
holds Excel's answer and how we know: ``(formula, answer, source)``. To add a function, add it and its rows.
"""

from __future__ import annotations

from mkba_uncertainty.spreadsheet.values import Error, Scalar

Row = str | tuple[str, Scalar, str]

CELLS: dict[str, Scalar] = {
    # numbers
    "A1": 2.675, "A2": -3.5, "A3": 4.0, "A4": 0.0, "A5": 10.0, "A6": -0.5, "A7": 123456.789, "A8": 1.0, "A9": 4.0,
    # of every kind
    "B1": 3.0, "B2": "word", "B3": True, "B4": None, "B5": "7", "B6": False, "B7": "=\"\"", "B8": -2.0, "B9": "50%",
    # errors among numbers
    "C1": 1.0, "C2": "=1/0", "C3": 5.0, "C4": "=#N/A", "C5": 6.0,
    # a table with a sorted first column
    "D1": 1.0, "D2": 2.0, "D3": 2.0, "D4": 5.0, "D5": 9.0,
    "E1": "apple", "E2": "Banana", "E3": "cherry", "E4": "date", "E5": "elder",
    "F1": 10.0, "F2": 20.0, "F3": 30.0, "F4": None, "F5": 50.0,
    # a square, and texts to match
    "G1": 2.0, "G2": 1.0, "G3": 0.0, "H1": 1.0, "H2": 3.0, "H3": 2.0, "I1": 4.0, "I2": -1.0, "I3": 5.0,
    "J1": "alpha", "J2": "Alps", "J3": "beta", "J4": "a*c", "J5": "abc", "J6": "TRUE", "J7": "1", "J8": 1.0, "J9": True,
    # sums within sums
    "K1": 1.0, "K2": 2.0, "K3": "=SUBTOTAL(9,K1:K2)", "K4": 4.0, "K5": "=AGGREGATE(9,0,K4)", "K6": "=SUM(K1:K5)",
    # downwards
    "L1": 9.0, "L2": 6.0, "L3": 6.0, "L4": 2.0, "L5": 1.0,
}  # fmt: skip
"""What stands in the sheet; a text that begins with an equals sign is a formula."""


def invalid(*formulas: str) -> list[Row]:
    """Give rows of arguments out of range: #NUM! in Excel's documentation; LibreOffice writes them as #VALUE!."""
    return [
        (formula, Error.NUM, "Excel's documentation of the function; LibreOffice has #VALUE!") for formula in formulas
    ]


def divided_by_zero(*formulas: str) -> list[Row]:
    """Give rows that divide by 0, which LibreOffice gives another error."""
    return [(formula, Error.DIV0, "Excel's documentation") for formula in formulas]


FIFTEEN = "INT cuts off after rounding to 15 digits, halves up: joeu2004, microsoft.public.excel.programming, 2010"
MROUND = "#NUM! if the signs differ: Excel's documentation of MROUND"

TABLE: dict[str, list[Row]] = {
    # arithmetic
    "ABS": [
        "=ABS(A2)",
        "=ABS(B2)",
        "=ABS(B3)",
        "=ABS(B4)",
        "=ABS(B5)",
        "=ABS(B7)",
        "=ABS(B9)",
        "=ABS(C2)",
        "{=ABS(A1:A3)}",
    ],
    "SIGN": ["=SIGN(A2)", "=SIGN(0)", "=SIGN(7)"],
    "INT": [
        "=INT(A1)",
        "=INT(A2)",
        "=INT((0.1+0.7)*10)",
        "=INT(123456789-0.0000004)",
        "=INT(-8.9)",
        ("=INT(123456789-0.0000005)", 123456788, FIFTEEN),
        ("=INT(10^14+0.5)", 100000000000001, FIFTEEN),
    ],
    "TRUNC": ["=TRUNC(A2)", "=TRUNC(A7,2)", "=TRUNC(A7,-2)", "=TRUNC(0.29,2)", "=TRUNC(4.35*100)"],
    "ROUND": [
        "=ROUND(2.675,2)",
        "=ROUND(1.005,2)",
        "=ROUND(0.285,2)",
        "=ROUND(-2.5,0)",
        "=ROUND(A7,-2)",
        "=ROUND(A7,-6)",
        "=ROUND(A1,)",
        "=ROUND(B5,0)",
        "=ROUND(B2,0)",
        "=ROUND(A7,1.9)",
        "=ROUND(5.015,2)",
        "=ROUND(1E+20,2)",
        "=ROUND(0.5,0)",
        "=ROUND(1234.5,-4)",
        "=ROUND(C4,1)",
        "{=ROUND(A1:A3,{0,1})}",
        "=ROUND(-1.45,1)",
        "=ROUND(2.5,-400)",
    ],
    "ROUNDUP": [
        "=ROUNDUP(A1,2)",
        "=ROUNDUP(A2,0)",
        "=ROUNDUP(0.29,2)",
        "=ROUNDUP(A7,-3)",
        "=ROUNDUP(1.1*3,1)",
        "=ROUNDUP(0,2)",
    ],
    "ROUNDDOWN": [
        "=ROUNDDOWN(A1,2)",
        "=ROUNDDOWN(A2,0)",
        "=ROUNDDOWN(0.29,2)",
        "=ROUNDDOWN(A7,-3)",
        "=ROUNDDOWN(8.2,1)",
    ],
    "MROUND": [
        "=MROUND(10,3)",
        "=MROUND(-10,-3)",
        "=MROUND(A1,0)",
        "=MROUND(0,3)",
        "=MROUND(7.05,0.1)",
        ("=MROUND(5,-2)", Error.NUM, MROUND),
    ],
    "CEILING": [
        "=CEILING(2.5,1)",
        "=CEILING(-2.5,-2)",
        "=CEILING(-2.5,2)",
        "=CEILING(0.234,0.01)",
        "=CEILING(0.6,0.2)",
        "=CEILING(3,0)",
        *invalid("=CEILING(2.5,-2)"),
    ],
    "CEILING.MATH": [
        "=CEILING.MATH(24.3,5)",
        "=CEILING.MATH(6.7)",
        "=CEILING.MATH(-8.1,2)",
        "=CEILING.MATH(-5.5,2,-1)",
        "=CEILING.MATH(5.5,-2)",
        "=CEILING.MATH(5.5,0)",
    ],
    "CEILING.PRECISE": [
        "=CEILING.PRECISE(4.3)",
        "=CEILING.PRECISE(-4.3,2)",
        "=CEILING.PRECISE(4.3,-2)",
        "=CEILING.PRECISE(4.3,0)",
    ],
    "ISO.CEILING": ["=ISO.CEILING(4.3)", "=ISO.CEILING(-4.3,2)", "=ISO.CEILING(4.3,-2)"],
    "FLOOR": [
        "=FLOOR(3.7,2)",
        "=FLOOR(-2.5,-2)",
        "=FLOOR(-2.5,2)",
        "=FLOOR(1.58,0.1)",
        "=FLOOR(0.3,0.1)",
        *invalid("=FLOOR(2.5,-2)"),
        *divided_by_zero("=FLOOR(3,0)"),
    ],
    "FLOOR.MATH": [
        "=FLOOR.MATH(24.3,5)",
        "=FLOOR.MATH(6.7)",
        "=FLOOR.MATH(-8.1,2)",
        "=FLOOR.MATH(-5.5,2,-1)",
        "=FLOOR.MATH(5.5,-2)",
    ],
    "FLOOR.PRECISE": [
        "=FLOOR.PRECISE(-3.2,-1)",
        "=FLOOR.PRECISE(3.2,1)",
        "=FLOOR.PRECISE(-3.2)",
        "=FLOOR.PRECISE(3.2,0)",
    ],
    "EVEN": ["=EVEN(1.5)", "=EVEN(3)", "=EVEN(-1)", "=EVEN(0)"],
    "ODD": ["=ODD(1.5)", "=ODD(3)", "=ODD(-2)", "=ODD(0)", "=ODD(-1)"],
    "MOD": ["=MOD(3,2)", "=MOD(-3,2)", "=MOD(3,-2)", "=MOD(A7,7)", "=MOD(3,0)", "=MOD(1,0.1)", "=MOD(5.5,2)"],
    "QUOTIENT": ["=QUOTIENT(5,2)", "=QUOTIENT(-10,3)", *divided_by_zero("=QUOTIENT(1,0)")],
    "POWER": [
        "=POWER(5,2)",
        "=POWER(98.6,3.2)",
        "=POWER(4,5/4)",
        "=POWER(-8,2)",
        "=POWER(-8,0.5)",
        "=POWER(10,400)",
        *divided_by_zero("=POWER(0,-1)"),
    ],
    "SQRT": ["=SQRT(16)", "=SQRT(B4)", *invalid("=SQRT(A2)")],
    "SQRTPI": ["=SQRTPI(2)", *invalid("=SQRTPI(-1)")],
    "EXP": ["=EXP(1)", "=EXP(A2)", "=EXP(710)", "=EXP(-800)"],
    "LN": ["=LN(86)", *invalid("=LN(0)", "=LN(-1)")],
    "LOG": [
        "=LOG(10)",
        "=LOG(8,2)",
        "=LOG(86,2.7182818)",
        *invalid("=LOG(-1)", "=LOG(5,-1)"),
        *divided_by_zero("=LOG(5,1)"),
    ],
    "LOG10": ["=LOG10(86)", "=LOG10(100000)", *invalid("=LOG10(0)")],
    "FACT": ["=FACT(5)", "=FACT(1.9)", "=FACT(0)", *invalid("=FACT(-1)", "=FACT(171)")],
    "FACTDOUBLE": ["=FACTDOUBLE(6)", "=FACTDOUBLE(7)", "=FACTDOUBLE(0)", *invalid("=FACTDOUBLE(-2)")],
    "COMBIN": [
        "=COMBIN(8,2)",
        "=COMBIN(8.9,2.9)",
        "=COMBIN(5,0)",
        "=COMBIN(1000,500)",
        *invalid("=COMBIN(2,3)", "=COMBIN(-1,1)"),
    ],
    "COMBINA": ["=COMBINA(4,3)", "=COMBINA(10,3)", "=COMBINA(3,0)"],
    "PERMUT": ["=PERMUT(100,3)", "=PERMUT(3,2)", "=PERMUT(5,0)", *invalid("=PERMUT(2,3)")],
    "PERMUTATIONA": ["=PERMUTATIONA(3,2)", "=PERMUTATIONA(2,2)", *invalid("=PERMUTATIONA(-1,2)")],
    "GCD": [
        "=GCD(24,36)",
        "=GCD(7,1)",
        "=GCD(5,0)",
        "=GCD(D1:D5,4)",
        "=GCD(24.9,36)",
        "=GCD(B2)",
        *invalid("=GCD(-4,2)"),
    ],
    "LCM": ["=LCM(5,2)", "=LCM(24,36)", "=LCM(4,0)", *invalid("=LCM(-1)")],
    "MULTINOMIAL": ["=MULTINOMIAL(2,3,4)", "=MULTINOMIAL(5)", *invalid("=MULTINOMIAL(-1,2)")],
    "PI": ["=PI()"],
    "SIN": ["=SIN(PI()/2)", "=SIN(A1)"],
    "COS": ["=COS(1.047)", "=COS(A2)"],
    "TAN": ["=TAN(0.785)"],
    "ASIN": ["=ASIN(-0.5)", "=ASIN(2)"],
    "ACOS": ["=ACOS(-0.5)", "=ACOS(2)"],
    "ATAN": ["=ATAN(1)"],
    "ATAN2": ["=ATAN2(1,1)", "=ATAN2(-1,-1)", "=ATAN2(-1,0)", *divided_by_zero("=ATAN2(0,0)")],
    "ACOT": ["=ACOT(2)", "=ACOT(-2)"],
    "SINH": ["=SINH(1)"],
    "COSH": ["=COSH(4)"],
    "TANH": ["=TANH(-2)"],
    "ASINH": ["=ASINH(-2.5)"],
    "ACOSH": ["=ACOSH(10)", *invalid("=ACOSH(0.5)")],
    "ATANH": ["=ATANH(0.76159416)", *invalid("=ATANH(1)")],
    "ACOTH": ["=ACOTH(6)", *invalid("=ACOTH(0.5)")],
    "SEC": ["=SEC(45)"],
    "SECH": ["=SECH(45)"],
    "CSC": ["=CSC(15)", *divided_by_zero("=CSC(0)")],
    "CSCH": ["=CSCH(1.5)", *divided_by_zero("=CSCH(0)")],
    "COT": ["=COT(30)", *divided_by_zero("=COT(0)")],
    "COTH": ["=COTH(2)", *divided_by_zero("=COTH(0)")],
    "RADIANS": ["=RADIANS(270)"],
    "DEGREES": ["=DEGREES(PI())"],
    "SERIESSUM": ["=SERIESSUM(PI()/4,0,2,{1,-0.5,0.0416666,-0.00138})", "=SERIESSUM(2,1,1,D1:D3)"],
    "ROMAN": ["=ROMAN(1999)", "=ROMAN(499)", "=ROMAN(0)", "=ROMAN(4000)"],
    "ARABIC": ['=ARABIC("LVII")', '=ARABIC("mcmxcix")', '=ARABIC("")', '=ARABIC("abc")'],
    "BASE": ["=BASE(7,2)", "=BASE(100,16)", "=BASE(15,2,10)", *invalid("=BASE(7,1)", "=BASE(-1,2)")],
    "DECIMAL": ['=DECIMAL("FF",16)', "=DECIMAL(111,2)", '=DECIMAL("zap",36)', *invalid('=DECIMAL("12",2)')],
}
