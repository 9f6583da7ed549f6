"""Rows of days and times."""

from spreadsheet_table import DOCUMENTED, Row, invalid

from mkba_uncertainty.spreadsheet import Error, Scalar

CELLS: dict[str, Scalar] = {
    "Y1": 43861.75, "Y2": 44255.0, "Y3": 44286.0, "Y4": 36585.0, "Y5": 45000.523,
    # holidays
    "Z1": 39778.0, "Z2": 39786.0, "Z3": None, "Z4": 39834.0,
}  # fmt: skip
NEVER_WAS = (
    "the 29th of February 1900 is day 60: Microsoft, Excel incorrectly assumes that the year 1900 is a leap year"
)

TABLE: dict[str, list[Row]] = {
    "DATE": [
        "=DATE(2008,7,8)",
        "=DATE(2008,14,2)",
        "=DATE(2008,-3,2)",
        "=DATE(2008,1,35)",
        "=DATE(2008,1,-15)",
        "=DATE(2024.9,2.9,29.9)",
        ("=DATE(108,1,2)", 39449, DOCUMENTED),
        ("=DATE(1900,2,29)", 60, NEVER_WAS),
        ("=DATE(1900,1,1)", 1, NEVER_WAS),
        ("=DATE(-1,1,1)", Error.NUM, DOCUMENTED),
        ("=DATE(10000,1,1)", Error.NUM, DOCUMENTED),
    ],
    "DATEVALUE": [
        '=DATEVALUE("2011-02-23")',
        ('=DATEVALUE("2011/02/23")', 40597, DOCUMENTED),
        '=DATEVALUE("22-Aug-2008")',
        ('=DATEVALUE("22 August 2008")', 39682, DOCUMENTED),
        '=DATEVALUE("August 22, 2008")',
        '=DATEVALUE("2011-02-23 18:30")',
        '=DATEVALUE("2011-02-30")',
        '=DATEVALUE("word")',
    ],
    "TIME": ["=TIME(12,0,0)", "=TIME(16,48,10)", "=TIME(27,0,0)", "=TIME(0,750,0)", *invalid("=TIME(-1,0,0)")],
    "TIMEVALUE": [
        '=TIMEVALUE("2:24 AM")',
        '=TIMEVALUE("2011-08-22 6:35")',
        '=TIMEVALUE("18:30:45")',
        '=TIMEVALUE("x")',
    ],
    "YEAR": ["=YEAR(Y1)", '=YEAR("2020-05-06")', "=YEAR(B2)", ("=YEAR(0)", 1900, NEVER_WAS), *invalid("=YEAR(-1)")],
    "MONTH": ["=MONTH(Y1)", "=MONTH(Y2)", ("=MONTH(60)", 2, NEVER_WAS), ("=MONTH(59)", 2, NEVER_WAS)],
    "DAY": [
        "=DAY(Y1)",
        "=DAY(Y4)",
        ("=DAY(60)", 29, NEVER_WAS),
        ("=DAY(0)", 0, NEVER_WAS),
        "=DAY(61)",
        *invalid("=DAY(2958466)"),
    ],
    "HOUR": ["=HOUR(Y1)", "=HOUR(0.7)", '=HOUR("14:45")', "=HOUR(0.99999)", *invalid("=HOUR(-0.1)")],
    "MINUTE": ["=MINUTE(Y5)", "=MINUTE(0.123)"],
    "SECOND": ["=SECOND(Y5)", "=SECOND(0.123)"],
    "WEEKDAY": [
        "=WEEKDAY(Y1)",
        "=WEEKDAY(Y1,2)",
        "=WEEKDAY(Y1,3)",
        "=WEEKDAY(Y1,11)",
        "=WEEKDAY(Y1,14)",
        "=WEEKDAY(Y1,17)",
        ("=WEEKDAY(1)", 1, NEVER_WAS),
        *invalid("=WEEKDAY(Y1,4)"),
    ],
    "WEEKNUM": [
        "=WEEKNUM(Y1)",
        "=WEEKNUM(Y1,2)",
        "=WEEKNUM(Y2,21)",
        "=WEEKNUM(Y2,15)",
        "=WEEKNUM(40179,17)",
        *invalid("=WEEKNUM(Y1,3)"),
    ],
    "ISOWEEKNUM": ["=ISOWEEKNUM(Y1)", "=ISOWEEKNUM(44197)", "=ISOWEEKNUM(44562)", "=ISOWEEKNUM(43830)"],
    "EDATE": ["=EDATE(Y1,1)", "=EDATE(Y3,-1)", "=EDATE(Y4,12.9)", "=EDATE(B2,1)", *invalid("=EDATE(Y1,-99999)")],
    "EOMONTH": ["=EOMONTH(Y1,1)", "=EOMONTH(Y1,-3)", "=EOMONTH(Y4,0)", ("=EOMONTH(32,0)", 60, NEVER_WAS)],
    "DAYS": ["=DAYS(Y2,Y3)", '=DAYS("2021-03-15","2021-02-01")', "=DAYS(Y3,Y2)"],
    "DAYS360": [
        "=DAYS360(40208,40209)",
        "=DAYS360(40179,40543)",
        "=DAYS360(40574,40663)",
        "=DAYS360(40574,40663,TRUE)",
        "=DAYS360(40572,40633)",
        "=DAYS360(Y3,Y1)",
        ("=DAYS360(DATE(2011,2,28),DATE(2011,3,31))", 30, "the end of February is a 30th at the start: documentation"),
    ],
    "YEARFRAC": [
        "=YEARFRAC(40909,41120)",
        "=YEARFRAC(40909,41120,1)",
        "=YEARFRAC(40909,41120,2)",
        "=YEARFRAC(40909,41120,3)",
        "=YEARFRAC(40909,41120,4)",
        "=YEARFRAC(Y2,Y1,1)",
        "=YEARFRAC(36526,41121,1)",
        *invalid("=YEARFRAC(Y1,Y2,5)"),
    ],
    "DATEDIF": [
        '=DATEDIF(Y1,Y2,"Y")',
        '=DATEDIF(Y1,Y2,"M")',
        '=DATEDIF(Y1,Y2,"d")',
        '=DATEDIF(37043,37484,"YM")',
        '=DATEDIF(37043,37484,"YD")',
        '=DATEDIF(37043,37484,"MD")',
        *invalid('=DATEDIF(Y2,Y1,"D")', '=DATEDIF(Y1,Y2,"x")'),
    ],
    "NETWORKDAYS": [
        "=NETWORKDAYS(39722,39873)",
        "=NETWORKDAYS(39722,39873,Z1:Z4)",
        "=NETWORKDAYS(39873,39722,Z1)",
        "=NETWORKDAYS(39725,39726)",
    ],
    "NETWORKDAYS.INTL": [
        "=NETWORKDAYS.INTL(38718,38748)",
        "=NETWORKDAYS.INTL(38718,38749,7,{38719,38733})",
        '=NETWORKDAYS.INTL(38718,38749,"0010001",{38719,38733})',
        "=NETWORKDAYS.INTL(38718,38749,11)",
        "=NETWORKDAYS.INTL(38718,38749,15)",
        *invalid("=NETWORKDAYS.INTL(38718,38749,8)"),
    ],
    "WORKDAY": [
        "=WORKDAY(39722,151)",
        "=WORKDAY(39722,151,Z1:Z4)",
        "=WORKDAY(39722,-10)",
        "=WORKDAY(39722,0)",
        *invalid("=WORKDAY(39722,-99999)"),
    ],
    "WORKDAY.INTL": [
        "=WORKDAY.INTL(40909,90,11)",
        '=WORKDAY.INTL(40909,30,"0000011")',
        "=WORKDAY.INTL(40909,30,17)",
        '=WORKDAY.INTL(40909,30,"1111111")',
    ],
}
