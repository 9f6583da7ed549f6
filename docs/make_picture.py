"""Make the picture of the README from the current code: ``python docs/make_picture.py docs/how-sure.svg``."""

import sys
from pathlib import Path

import mkba_uncertainty as mkba
from mkba_uncertainty.plotting.figures import figure_files

case = mkba.load_case("arnhem-ozo")
answer = mkba.confidence(mkba.build_model(case)).over(mkba.dependence(case))
files, _ = figure_files(answer, "en")
Path(sys.argv[1]).write_bytes(files["exceedance.svg"])
