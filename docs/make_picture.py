"""Make the picture of the README from the current code: ``python docs/make_picture.py``."""

from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import mkba_uncertainty as mkba

answer = mkba.confidence(mkba.build_model(mkba.load_case("arnhem-ozo")))
figure = mkba.plot(answer).get_figure()
figure.savefig(Path(__file__).parent / "how-sure.png", dpi=110, bbox_inches="tight", metadata={"Software": None})
