"""What posts, years and estimates cost: time and memory of ``run`` on made-up cases of growing size.

    python benchmarks/streams.py

The time of a run should grow in proportion to each, and 200 posts over 200 years stay below 500 MB.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

HEAD = """\
[case]
title = { nl = "Groot", en = "Large" }
horizon = YEARS
price_level = 2020

[documents.note]
title = "Note"
author = "-"
year = 2020

[actors.city]
label = { nl = "Stad", en = "City" }

[lines.cost]
label = { nl = "Kosten", en = "Costs" }
side = "cost"

[lines.benefit]
label = { nl = "Baten", en = "Benefits" }
side = "benefit"
"""

LABEL = 'label = { nl = "x", en = "x" }\nbasis = "judgement"\n'
SOURCE = 'source = { document = "note", place = "-" }\n'

SIZES = [(100, 5, "same"), (200, 5, "same"), (400, 5, "same"), (100, 200, "same"), (200, 200, "same")]
SIZES += [(100, 100, "yearly"), (200, 100, "yearly"), (200, 200, "yearly")]


def case_text(posts: int, years: int, kind: str) -> str:
    """Write a case with as many estimates as posts, of amounts that are the same each year or not."""
    text = HEAD.replace("YEARS", str(years))
    text += f'[estimates.discount_rate]\n{LABEL}{SOURCE}role = "value_choice"\nunit = "share"\nvalue = 0.03\n'
    for number in range(posts):
        side = ("cost", "benefit")[number % 2]
        amount = f"e{number} * 1.01 ** age" if kind == "yearly" else f"e{number}"
        text += (
            f'[estimates.e{number}]\n{LABEL}{SOURCE}role = "expert"\nunit = "EUR / year"\nvalue = 100\n'
            'distribution = { family = "pert", low = 50, mode = 100, high = 200 }\n'
            f'[posts.p{number}]\n{LABEL}side = "{side}"\nkind = "financial"\nline = "{side}"\namount = "{amount}"\n'
            f"timing = {{ years = {years} }}\nactors = {{ city = 1 }}\n"
        )
    return text


def measure(posts: int, years: int, kind: str) -> None:
    """Run one size, in a process of its own."""
    import resource

    import mkba_uncertainty as mkba

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "large.toml"
        file.write_text(case_text(posts, years, kind))
        model = mkba.build_model(mkba.load_case(file))
        before = time.process_time()
        mkba.confidence(model, draws=1024, replicates=8, rng=1)
        spent = time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{posts:5d} posts {years:4d} years, {kind:6s}: {spent:6.1f} s of processor time, {peak:4.0f} MB")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
    else:
        for size in SIZES:
            subprocess.run([sys.executable, __file__, *map(str, size)], check=True)
