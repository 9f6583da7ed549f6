from .document import document as document
from .markup import picture as picture, spans as spans, written as written
from .spoken import json_block as json_block, written_so as written_so
