"""Rows of texts and number formats."""

from spreadsheet_table import DOCUMENTED, Row

from mkba_uncertainty.spreadsheet import Error, Scalar

CELLS: dict[str, Scalar] = {
    "AB1": "A lovely  day ", "AB2": "red;green;blue", "AB3": "",
    "AC1": 1234567.891, "AC2": -1234.5, "AC3": 0.0, "AC4": 0.000123, "AC5": 43861.75,
}  # fmt: skip

TRUTH = "a logical value is written TRUE: Excel's documentation; LibreOffice reads 1 from the file"
WINDOWS = "the signs of Windows: Excel's documentation"
SECONDS = "rounded to the second, which carries to minutes: SheetJS, SSF"
POINT = "the point stands whatever the digits: Excel's documentation of number formats"

FORMATS = [
    "0", "0.00", "#,##0", "#,##0.00", "0%", "0.0%", "0.00E+00", "##0.0E+0", "#", "#.0#", "000000000", "$#,##0.00",
    "#,##0,", '0.0,,"M"', "0.00;(0.00)", '0;-0;"none"', '"about "0', "#,##0_);(#,##0)", "[Red]0.0", "General",
    '[>1000]"large";[<0]"less";0', "\\x0", "0.0#", "?0.0", "000-000", "#,##0.0;[Red]-#,##0.0", "0.00%;-0%",
    '"["0"]"', "€ 0", "+0;-0;0",
]  # fmt: skip
MOMENTS = [
    "d mmm yyyy", "dd-mm-yy", "yyyy-mm-dd", "dddd d mmmm yyyy", "ddd", "mmm-yy", "h:mm", "hh:mm:ss", "h:mm AM/PM",
    "yyyy-mm-dd hh:mm", "[h]:mm", "mm:ss", "m/d/yyyy", "yyyy", "mmmm", "m", "d", "mmmmm", "hh:mm:ss.00", '"week of "d',
]  # fmt: skip


def shown(value: str, form: str) -> str:
    """Write a formula that shows a value in a format."""
    quoted = form.replace('"', '""')
    return f'=TEXT({value},"{quoted}")'


TABLE: dict[str, list[Row]] = {
    "CONCATENATE": [('=CONCATENATE("a",1.5,TRUE,B4)', "a1.5TRUE", TRUTH), "=CONCATENATE(B2,B5)", "=CONCATENATE(C2)"],
    "CONCAT": [('=CONCAT(B1:B9,"x")', "3wordTRUE7FALSE-250%x", TRUTH), "=CONCAT(A1:A3)", "=CONCAT(C1:C3)"],
    "TEXTJOIN": [
        ('=TEXTJOIN(", ",TRUE,B1:B9)', "3, word, TRUE, 7, FALSE, -2, 50%", TRUTH),
        ('=TEXTJOIN(", ",FALSE,B1:B5)', "3, word, TRUE, , 7", TRUTH),
        '=TEXTJOIN("",TRUE,"a",1)',
        '=TEXTJOIN("-",TRUE,C1:C3)',
        '=TEXTJOIN({"-",";"},TRUE,1,2,3,4)',
    ],
    "REPT": ['=REPT("ab",2.9)', '=REPT("ab",0)', '=REPT("ab",-1)', ('=REPT("ab",20000)', Error.VALUE, DOCUMENTED)],
    "LEFT": ["=LEFT(B2)", "=LEFT(B2,2)", "=LEFT(B2,99)", "=LEFT(B2,0)", "=LEFT(B2,-1)", "=LEFT(A7,3)", "=LEFT(B4,2)"],
    "RIGHT": ["=RIGHT(B2)", "=RIGHT(B2,2)", "=RIGHT(B2,99)", "=RIGHT(B2,0)", "=RIGHT(B2,-1)", "=RIGHT(C2,1)"],
    "MID": [
        "=MID(B2,2,2)",
        "=MID(B2,9,2)",
        "=MID(B2,0,2)",
        "=MID(B2,1,-1)",
        "=MID(A7,2,99)",
        ("=MID(B3,1,2)", "TR", TRUTH),
    ],
    "LEN": ["=LEN(AB1)", "=LEN(A7)", "=LEN(B4)", ("=LEN(B3)", 4, TRUTH), "=LEN(0.1+0.2)"],
    "TRIM": ["=TRIM(AB1)", '=TRIM("  ")', "=TRIM(A1)"],
    "CLEAN": ['=CLEAN(CHAR(9)&"a"&CHAR(10)&"b")', "=CLEAN(AB1)"],
    "UPPER": ["=UPPER(AB1)", '=UPPER("é1")'],
    "LOWER": ["=LOWER(AB1)", ("=LOWER(TRUE)", "true", TRUTH)],
    "PROPER": ['=PROPER("this is a TITLE")', '=PROPER("2-way street")', '=PROPER("76budGet")', '=PROPER("o\'neill")'],
    "EXACT": ['=EXACT("Word",B2)', "=EXACT(B2,B2)", '=EXACT(B1,"3")'],
    "FIND": [
        '=FIND("r",B2)',
        '=FIND("R",B2)',
        ('=FIND("",B2)', 1, DOCUMENTED),
        '=FIND("o",AB1,4)',
        '=FIND("a",AB1,99)',
        '=FIND("a",AB1,0)',
    ],
    "SEARCH": [
        '=SEARCH("R",B2)',
        '=SEARCH("l*y",AB1)',
        '=SEARCH("d?y",AB1)',
        '=SEARCH("~*","a*c")',
        '=SEARCH("z",B2)',
        '=SEARCH("e",AB2,3)',
        ('=SEARCH("",B2)', 1, DOCUMENTED),
    ],
    "SUBSTITUTE": [
        '=SUBSTITUTE("Sales Data","Sales","Cost")',
        '=SUBSTITUTE("1,2,3",",","")',
        '=SUBSTITUTE("Quarter 1, 2011","1","2",3)',
        '=SUBSTITUTE("aaa","a","b",4)',
        '=SUBSTITUTE("aaa","a","b",0)',
        '=SUBSTITUTE("aaa","","b")',
        "=SUBSTITUTE(C2,1,2)",
    ],
    "REPLACE": [
        '=REPLACE("abcdefghijk",6,5,"*")',
        '=REPLACE("2009",3,2,"10")',
        '=REPLACE("ab",9,1,"x")',
        '=REPLACE("ab",0,1,"x")',
    ],
    "TEXTBEFORE": [
        ('=TEXTBEFORE("Red riding hood\'s, red hood","hood")', "Red riding ", DOCUMENTED),
        ('=TEXTBEFORE("Little Red Riding Hood\'s red hood","red",2)', Error.NA, DOCUMENTED),
        ('=TEXTBEFORE("Little Red Riding Hood\'s red hood","red",2,1)', "Little Red Riding Hood's ", DOCUMENTED),
        ('=TEXTBEFORE("Marcus Aurelius"," ",,,1)', "Marcus", DOCUMENTED),
        ('=TEXTBEFORE("Socrates"," ",,,0)', Error.NA, DOCUMENTED),
        ('=TEXTBEFORE("Socrates"," ",,,1)', "Socrates", DOCUMENTED),
        ('=TEXTBEFORE(AB2,";",-1)', "red;green", DOCUMENTED),
    ],
    "TEXTAFTER": [
        ('=TEXTAFTER("Red riding hood\'s, red hood","hood")', "'s, red hood", DOCUMENTED),
        ('=TEXTAFTER(AB2,";",-1)', "blue", DOCUMENTED),
        ('=TEXTAFTER(AB2,";",3)', Error.NA, DOCUMENTED),
        ('=TEXTAFTER("Socrates"," ",,,1)', "", DOCUMENTED),
        ('=TEXTAFTER(AB2,"x",,,,"none")', "none", DOCUMENTED),
    ],
    "TEXTSPLIT": [
        ('=INDEX(TEXTSPLIT(AB2,";"),1,3)', "blue", DOCUMENTED),
        ('=INDEX(TEXTSPLIT("1,2;3,4",",",";"),2,1)', "3", DOCUMENTED),
        ('=INDEX(TEXTSPLIT("a,b;c",",",";"),2,2)', Error.NA, DOCUMENTED),
        ('=COLUMNS(TEXTSPLIT("Do. Or do not.",{".","-"},,TRUE))', 2, DOCUMENTED),
    ],
    "CHAR": ["=CHAR(65)", ("=CHAR(128)", "€", WINDOWS), ("=CHAR(0)", Error.VALUE, DOCUMENTED), "=CHAR(256)"],
    "CODE": ["=CODE(B2)", ('=CODE("€")', 128, WINDOWS), ("=CODE(B4)", Error.VALUE, DOCUMENTED)],
    "UNICHAR": ["=UNICHAR(66)", "=UNICHAR(8364)", ("=UNICHAR(0)", Error.VALUE, DOCUMENTED)],
    "UNICODE": ["=UNICODE(B2)", '=UNICODE("€")', '=UNICODE("")'],
    "VALUE": [
        '=VALUE("1000")',
        '=VALUE("$1,000")',
        '=VALUE("16:48:00")',
        '=VALUE("2020-02-01")',
        "=VALUE(B9)",
        "=VALUE(B2)",
        "=VALUE(A1)",
        '=VALUE("")',
    ],
    "NUMBERVALUE": [
        '=NUMBERVALUE("2.500,27",",",".")',
        ('=NUMBERVALUE("3.5%")', 0.035, DOCUMENTED),
        ('=NUMBERVALUE("")', 0, DOCUMENTED),
        '=NUMBERVALUE("9%%")',
        '=NUMBERVALUE("1.2.3")',
        '=NUMBERVALUE(" 3 000 ")',
    ],
    "TEXT": [
        *(shown(value, form) for form in FORMATS for value in ("AC1", "AC2", "AC3", "AC4")),
        *(shown(value, form) for form in MOMENTS for value in ("AC5", "45292.003486")),
        ('=TEXT(45292.0034722,"hh:mm:ss")', "00:05:00", SECONDS),
        ('=TEXT(45292.0034722,"h:mm")', "0:05", SECONDS),
        ('=TEXT(0,"#.##")', ".", POINT),
        ('=TEXT(1234.5,"#.##")', "1234.5", POINT),
        '=TEXT("word","0.00")',
        '=TEXT("word","0;0;0;""a ""@")',
        '=TEXT("7","0.00")',
        ('=TEXT(TRUE,"0.00")', "TRUE", TRUTH),
        '=TEXT(C2,"0")',
        '=TEXT(B4,"0.0")',
        '=TEXT(2.675,"0.00")',
        '=TEXT(0.5,"")',
    ],
    "FIXED": [
        "=FIXED(1234.567,1)",
        "=FIXED(1234.567,-1)",
        "=FIXED(-1234.567,-1,TRUE)",
        "=FIXED(44.332)",
        "=FIXED(-0.001)",
    ],
    "DOLLAR": [
        "=DOLLAR(1234.567,2)",
        "=DOLLAR(1234.567,-2)",
        ("=DOLLAR(-1234.567,-2)", "($1,200)", DOCUMENTED),
        "=DOLLAR(99.888)",
    ],
    "USDOLLAR": [("=USDOLLAR(1234.567)", "$1,234.57", DOCUMENTED)],
}
