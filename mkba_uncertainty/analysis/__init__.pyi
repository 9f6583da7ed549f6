from .provenance import provenance as provenance
from .published import claims_lead as claims_lead
