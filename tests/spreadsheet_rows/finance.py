"""Rows of present values, returns, loans, write-downs and rates."""

from spreadsheet_table import DOCUMENTED, Row, divided_by_zero, invalid

from mkba_uncertainty.spreadsheet import Error, Scalar

CELLS: dict[str, Scalar] = {
    "S1": -70000.0, "S2": 12000.0, "S3": 15000.0, "S4": 18000.0, "S5": 21000.0, "S6": 26000.0,
    # two returns
    "U1": -100.0, "U2": 230.0, "U3": -132.0,
    # amounts on dates
    "V1": -10000.0, "V2": 2750.0, "V3": 4250.0, "V4": 3250.0, "V5": 2750.0,
    "W1": 39448.0, "W2": 39508.0, "W3": 39751.0, "W4": 39859.0, "W5": 39904.0,
    # a year without an amount, and one that is a text
    "X1": -50.0, "X2": None, "X3": 30.0, "X4": "none", "X5": 40.0,
}  # fmt: skip
SKIPPED = "cells without a number take no period: Excel's documentation"

TABLE: dict[str, list[Row]] = {
    "NPV": [
        "=NPV(0.1,-10000,3000,4200,6800)",
        "=NPV(0.08,S2:S6)+S1",
        "=NPV(0,S1:S6)",
        "=NPV(0.1,X1:X5)",
        "=NPV(0.1,S2,S3:S4,1000)",
        "=NPV(-0.5,S2:S6)",
        "=NPV(0.1,C1:C3)",
        "=NPV(B2,S2:S6)",
        *divided_by_zero("=NPV(-1,S2:S6)"),
    ],
    "XNPV": [
        "=XNPV(0.09,V1:V5,W1:W5)",
        "=XNPV(0.09,V1:V5,{39448;39508.9;39751;39859;39904})",
        *invalid("=XNPV(0.09,V1:V5,W1:W4)", "=XNPV(0.09,V2:V3,{39508;39448})", "=XNPV(-1,V1:V5,W1:W5)"),
    ],
    "IRR": [
        "=IRR(S1:S5)",
        "=IRR(S1:S6)",
        "=IRR(S1:S3,-0.1)",
        "=IRR(U1:U3)",
        "=IRR(U1:U3,0.5)",
        "=IRR({-100,110})",
        "=IRR({-100,50,50})",
        "=IRR(X1:X5)",
        "=IRR(C1:C3)",
        "=IRR(S1:S6,)",
        ("=IRR(S2:S6)", Error.NUM, DOCUMENTED),
        ("=IRR({1,-3,2.5})", Error.NUM, "no root: 1 - 3 q + 2.5 q^2 is never 0"),
    ],
    "XIRR": [
        "=XIRR(V1:V5,W1:W5,0.1)",
        "=XIRR(V1:V5,W1:W5)",
        "=XIRR({-1000,900},{39448,39813})",
        *invalid("=XIRR(V2:V5,W2:W5)"),
    ],
    "MIRR": ["=MIRR(S1:S6,0.1,0.12)", "=MIRR(S1:S4,0.1,0.14)", *divided_by_zero("=MIRR(S2:S6,0.1,0.12)")],
    "PV": ["=PV(0.08/12,12*20,500,,0)", "=PV(0,10,-5)", "=PV(0.05,10,-100,1000,1)", "=PV(0.05,10,,1000)"],
    "FV": ["=FV(0.06/12,10,-200,-500,1)", "=FV(0,12,-100)", "=FV(0.11/12,35,-2000,,1)", "=FV(B2,3,1)"],
    "PMT": [
        "=PMT(0.08/12,10,10000)",
        "=PMT(0.06/12,18*12,0,50000)",
        "=PMT(0,10,1000)",
        "=PMT(0.05,10,1000,500,1)",
        *invalid("=PMT(0.05,0,1000)"),
    ],
    "IPMT": [
        "=IPMT(0.1/12,1,36,8000)",
        "=IPMT(0.1,3,3,8000)",
        "=IPMT(0.1,2,3,8000,100,1)",
        "=IPMT(0.1,1,3,8000,,1)",
        "=IPMT(0,1,3,8000)",
        *invalid("=IPMT(0.1,0,3,8000)", "=IPMT(0.1,4,3,8000)"),
    ],
    "PPMT": [
        "=PPMT(0.1/12,1,24,2000)",
        "=PPMT(0.08,10,10,200000)",
        "=PPMT(0.08,2,10,2000,50,1)",
        *invalid("=PPMT(0.1,4,3,1)"),
    ],
    "CUMIPMT": [
        "=CUMIPMT(0.09/12,30*12,125000,13,24,0)",
        "=CUMIPMT(0.09/12,360,125000,1,1,0)",
        "=CUMIPMT(0.05,10,1000,1,4,1)",
        *invalid("=CUMIPMT(0,10,1000,1,4,0)", "=CUMIPMT(0.05,10,1000,5,4,0)", "=CUMIPMT(0.05,10,1000,1,11,0)"),
    ],
    "CUMPRINC": [
        "=CUMPRINC(0.09/12,360,125000,13,24,0)",
        "=CUMPRINC(0.05,10,1000,2,4,1)",
        *invalid("=CUMPRINC(0.05,10,1000,0,4,0)"),
    ],
    "NPER": [
        "=NPER(0.12/12,-100,-1000,10000,1)",
        "=NPER(0.01,-100,-1000,10000)",
        "=NPER(0,-100,1000)",
        *invalid("=NPER(0.1,-50,1000)"),
    ],
    "RATE": [
        "=ROUND(RATE(48,-200,8000),9)",
        "=ROUND(RATE(10,-100,1000),9)",
        "=RATE(10,-120,1000,0,1)",
        "=RATE(5,0,-100,150)",
        "=ROUND(RATE(24,-50,1000,0,0,0.05),9)",
        "=RATE(3,-500,1000)",
        *invalid("=RATE(10,100,1000)"),
    ],
    "SLN": ["=SLN(30000,7500,10)", *divided_by_zero("=SLN(1,0,0)")],
    "SYD": ["=SYD(30000,7500,10,1)", "=SYD(30000,7500,10,10)", *invalid("=SYD(30000,7500,10,11)")],
    "DDB": [
        "=DDB(2400,300,3650,1)",
        "=DDB(2400,300,10,2,1.5)",
        "=DDB(2400,300,10,10)",
        "=DDB(2400,300,1,1)",
        *invalid("=DDB(2400,300,10,11)"),
    ],
    "DB": ["=DB(1000000,100000,6,1,7)", "=DB(1000000,100000,6,2,7)", "=DB(1000000,100000,6,7,7)", "=DB(1000,100,5,5)"],
    "VDB": [
        "=VDB(2400,300,3650,0,1)",
        "=VDB(2400,300,10,0,0.875,1.5)",
        "=VDB(2400,300,10,6,10)",
        "=VDB(2400,300,10,6,10,2,TRUE)",
        "=VDB(2400,300,10,2,5.5)",
        *invalid("=VDB(2400,300,10,6,11)", "=VDB(2400,300,10,6,5)"),
    ],
    "EFFECT": ["=EFFECT(0.0525,4)", "=EFFECT(0.05,4.9)", *invalid("=EFFECT(0,4)", "=EFFECT(0.05,0)")],
    "NOMINAL": ["=NOMINAL(0.053543,4)", *invalid("=NOMINAL(-0.1,4)")],
    "RRI": ["=RRI(96,10000,11000)", *invalid("=RRI(0,1,2)")],
    "PDURATION": ["=PDURATION(0.025,2000,2200)", *invalid("=PDURATION(0,2000,2200)")],
    "FVSCHEDULE": ["=FVSCHEDULE(1,{0.09,0.11,0.1})", "=FVSCHEDULE(100,D1:D3)"],
    "ISPMT": ["=ISPMT(0.1,1,3,8000000)", "=ISPMT(0.1/12,1,36,8000)"],
    "DOLLARDE": ["=DOLLARDE(1.02,16)", "=DOLLARDE(1.1,32)", "=DOLLARDE(-1.3,8)", *divided_by_zero("=DOLLARDE(1,0)")],
    "DOLLARFR": ["=DOLLARFR(1.125,16)", "=DOLLARFR(1.125,32)", *invalid("=DOLLARFR(1,-2)")],
}
