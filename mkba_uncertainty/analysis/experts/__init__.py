"""What experts are asked about estimates of a case, and what their answers come to."""

from mkba_uncertainty.analysis.experts.answer_files import AnswerFile, Answers, read_answers
from mkba_uncertainty.analysis.experts.pairs import PooledPair, possible
from mkba_uncertainty.analysis.experts.questions import ASKED, Pair, Question, Questions, questions_of
from mkba_uncertainty.analysis.experts.round import ExpertRound, expert_round

__all__ = [
    "ASKED",
    "AnswerFile",
    "Answers",
    "ExpertRound",
    "Pair",
    "PooledPair",
    "Question",
    "Questions",
    "expert_round",
    "possible",
    "questions_of",
    "read_answers",
]
