from .observations import read_observations as read_observations
from .update import with_observations as with_observations
