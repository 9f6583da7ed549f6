"""Rows of units, other bases, bits, steps and Bessel functions."""

from spreadsheet_table import DOCUMENTED, Row, invalid

from mkba_uncertainty.spreadsheet import Error

EXACTLY = "the unit by its definition; LibreOffice has fewer digits"
EXACT: list[tuple[str, float]] = [
    ('=CONVERT(2,"lbm","kg")', 0.90718474),
    ('=CONVERT(1,"BTU","J")', 1055.05585262),
    ('=CONVERT(1,"HP","W")', 550 * 0.3048 * 0.45359237 * 9.80665),
    ('=CONVERT(1,"psi","Pa")', 0.45359237 * 9.80665 / 0.0254**2),
    ('=CONVERT(3,"atm","kPa")', 303.975),
    ('=CONVERT(1,"lbf","N")', 0.45359237 * 9.80665),
    ('=CONVERT(2,"PS","W")', 2 * 75 * 9.80665),
]

TABLE: dict[str, list[Row]] = {
    "BIN2DEC": [
        "=BIN2DEC(1100100)",
        "=BIN2DEC(1111111111)",
        '=BIN2DEC("")',
        *invalid("=BIN2DEC(12)", "=BIN2DEC(11111111111)"),
    ],
    "BIN2OCT": ["=BIN2OCT(1001,3)", "=BIN2OCT(1111111111)"],
    "BIN2HEX": ["=BIN2HEX(11111011,4)", "=BIN2HEX(1110)"],
    "DEC2BIN": [
        "=DEC2BIN(9,4)",
        "=DEC2BIN(-100)",
        "=DEC2BIN(9.9)",
        *invalid("=DEC2BIN(512)", "=DEC2BIN(9,3)", "=DEC2BIN(-513)"),
    ],
    "DEC2OCT": ["=DEC2OCT(58,3)", "=DEC2OCT(-100)"],
    "DEC2HEX": ["=DEC2HEX(100,4)", "=DEC2HEX(-54)", *invalid("=DEC2HEX(64,1)")],
    "HEX2BIN": ['=HEX2BIN("F",8)', '=HEX2BIN("B7")', *invalid('=HEX2BIN("FFF")')],
    "HEX2DEC": ['=HEX2DEC("A5")', '=HEX2DEC("FFFFFFFF5B")', *invalid('=HEX2DEC("G")')],
    "HEX2OCT": ['=HEX2OCT("F",3)', '=HEX2OCT("3B4E")'],
    "OCT2BIN": ["=OCT2BIN(3,3)", "=OCT2BIN(7777777000)"],
    "OCT2DEC": ["=OCT2DEC(54)", "=OCT2DEC(7777777533)"],
    "OCT2HEX": ["=OCT2HEX(100,4)", "=OCT2HEX(7777777533)"],
    "BITAND": ["=BITAND(13,25)", *invalid("=BITAND(-1,2)", "=BITAND(1.5,2)")],
    "BITOR": ["=BITOR(23,10)"],
    "BITXOR": ["=BITXOR(5,3)"],
    "BITLSHIFT": ["=BITLSHIFT(4,2)", "=BITLSHIFT(4,-1)", *invalid("=BITLSHIFT(4,60)")],
    "BITRSHIFT": ["=BITRSHIFT(13,2)", "=BITRSHIFT(13,-1)"],
    "DELTA": ["=DELTA(5,4)", "=DELTA(5,5)", "=DELTA(0)"],
    "GESTEP": ["=GESTEP(5,4)", "=GESTEP(-4,-5)", "=GESTEP(-1)"],
    "BESSELI": ["=BESSELI(1.5,1)", "=BESSELI(2,0.9)", *invalid("=BESSELI(1.5,-1)")],
    "BESSELJ": ["=BESSELJ(1.9,2)", "=BESSELJ(-3,1)"],
    "BESSELK": ["=ROUND(BESSELK(1.5,1),8)", *invalid("=BESSELK(0,1)")],
    "BESSELY": ["=BESSELY(2.5,1)", *invalid("=BESSELY(-1,1)")],
    "CONVERT": [
        *(
            f'=CONVERT(3.5,"{first}","{second}")'
            for first, second in (
                ("F", "C"),
                ("C", "K"),
                ("ft", "m"),
                ("mi", "km"),
                ("hr", "sec"),
                ("day", "hr"),
                ("gal", "l"),
                ("m3", "l"),
                ("ha", "m2"),
                ("km2", "ha"),
                ("kWh", "MJ"),
                ("mph", "km/h"),
                ("kn", "m/s"),
                ("kbyte", "bit"),
                ("yr", "day"),
                ("cup", "tsp"),
                ("Reau", "F"),
                ("uk_gal", "L"),
                ("cm", "in"),
            )
        ),
        *((formula, answer, EXACTLY) for formula, answer in EXACT),
        ('=CONVERT(2.5,"ft","sec")', Error.NA, DOCUMENTED),
        ('=CONVERT(1,"KG","g")', Error.NA, "units mind capitals: Excel's documentation"),
        ('=CONVERT(1,"Mibyte","kibyte")', 1024, "2^20 / 2^10"),
    ],
}
