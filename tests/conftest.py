"""The same words and widths on every machine: what is imported first decides the language of the session."""

import os

os.environ |= {"MKBA_LANG": "en", "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}
