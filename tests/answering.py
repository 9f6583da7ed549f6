"""Answer files of made-up experts, as the form gives them back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from mkba_uncertainty.analysis.experts import Pair, questions_of
from mkba_uncertainty.case import Case

ROUND: dict[str, dict[str, Any]] = {
    "Noor": {
        "recidivism": [0.15, 0.30, 0.50],
        "attribution_placements": [0, 1, 4, 6, 5, 3, 1, 0, 0, 0],
        "above": 0.7,
        "reason": 'Wie terugvalt, <b>wint</b> minder van een "traject" & zoekt opnieuw hulp.',
    },
    "Bram": {
        "recidivism": [0.10, 0.22, 0.45],
        "attribution_placements": [0.3, 0.55, 0.8],
        "above": 0.6,
        "reason": "Elders was het 20 tot 25 %.",
    },
    "Chris": {"recidivism": [0.2, 0.35, 0.55], "attribution_placements": [0.2, 0.4, 0.7], "above": 0.55},
    "Dewi": {"recidivism": [0, 2, 5, 6, 4, 2, 1, 0, 0, 0], "attribution_placements": [0.25, 0.5, 0.75], "above": 0.65},
    "Eli": {"recidivism": [0.18, 0.28, 0.42], "attribution_placements": [0.35, 0.6, 0.85]},
}
"""Five experts about two estimates of Arnhem, four of them about the pair: three quantiles, or chips in ten bins."""


def answer(said: Sequence[float]) -> dict[str, Any]:
    """Three quantiles (5 %, median, 95 %), or chips in bins from 0 to 1."""
    if len(said) == 3:
        return {"quantiles": {"0.05": said[0], "0.95": said[2], "0.5": said[1]}}
    return {"roulette": {"low": 0, "high": 1, "chips": list(said)}}


def answer_file(
    case: Case, name: str, said: Mapping[str, Any], seeds: Mapping[str, Sequence[float]] = {}
) -> dict[str, Any]:
    """What one expert gives back: answers by estimate, ``above`` of all pairs of them, and a ``reason`` of each."""
    reason = {"reason": said["reason"]} if "reason" in said else {}
    names = [key for key in said if key in case.estimates]
    questions = {one.name: one for one in questions_of(case, names).questions} if names else {}
    pairs = [Pair(questions[one], questions[other]) for one, other in pairwise(names)]
    return {
        "mkba_answers": 1,
        "case": case.name,
        "expert": name,
        "date": "2026-11-29",
        "lang": "nl",
        "estimates": {key: {"version": one.version, **answer(said[key]), **reason} for key, one in questions.items()},
        "pairs": [
            {"between": list(pair.between), "version": pair.version, "above": said["above"], **reason}
            for pair in pairs
            if "above" in said
        ],
        "seed_questions": [{"question": key, **answer(quantiles)} for key, quantiles in said.get("seeds", {}).items()],
    }


def write_round(folder: Path, case: Case, experts: Mapping[str, Mapping[str, Any]] = ROUND) -> Path:
    """Write a file for each expert, and give the folder."""
    folder.mkdir(exist_ok=True)
    for name, said in experts.items():
        file = folder / f"answers-{case.name}-{name.lower()}.json"
        file.write_text(json.dumps(answer_file(case, name, said), ensure_ascii=False, indent=1), "utf-8")
    return folder
