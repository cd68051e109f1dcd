"""The libraries that the application is built on, unbound: `blog.application` binds them."""

from typing import TYPE_CHECKING

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_migrate import Migrate
from flask_security import Security
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from blog.database import Base, session_options

db = SQLAlchemy(model_class=Base, session_options=session_options, disable_autonaming=True)
migrate = Migrate(render_as_batch=True, compare_type=True)
csrf = CSRFProtect()
limiter = Limiter(get_remote_address)
security = Security()

# The base of every table. Type checkers cannot look into one that a library makes at run time.
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model
