"""What experts are asked about estimates of a case, and what their answers come to."""

from mkba_uncertainty.analysis.experts.questions import ASKED, Pair, Question, Questions, questions_of

__all__ = ["ASKED", "Pair", "Question", "Questions", "questions_of"]
