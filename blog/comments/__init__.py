"""What readers say. All of the room's tables are loaded together, since they know one another by name."""

from blog.comments.fairness import models as fairness
from blog.comments.moderation import models as moderation
from blog.comments.notifying import models as notifying
from blog.comments.policy import models as policy
from blog.comments.screening import models as screening
from blog.comments.writing import models as writing

TABLES = (fairness, moderation, notifying, policy, screening, writing)
