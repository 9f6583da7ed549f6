from . import javascript as javascript
from .answer import sentences as sentences
from .mathml import labels_of as labels_of, mathml as mathml
from .page import case_page as case_page, page as page, page_of as page_of
from .page_table import PageTable as PageTable, page_table as page_table
from .pictures import compact as compact, drawn as drawn
from .pinned_shares import PIN as PIN, page_graph as page_graph
from .section import Section as Section
from .silhouette import silhouette as silhouette
