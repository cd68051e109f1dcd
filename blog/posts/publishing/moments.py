"""A moment as someone types it: a day and a time by the clocks of a zone, which are put forward and back."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from blog.errors import Invalid

# Years in which the rules of a zone can be worked out, and nobody means another.
YEARS = range(2000, 2200)
# Which of the two times that clocks put back show twice: RFC 5545 and Python call it the fold.
FIRST, SECOND = "first", "second"


class Twice(Invalid):
    """The clocks show this time twice; `choices` are the two as (value, words)."""

    def __init__(self, wall: datetime, zone: ZoneInfo) -> None:
        moments = [wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
        super().__init__(
            f"In {zone.key} the clocks are put back that day, and {wall:%H:%M} comes twice. Choose which is meant.",
            field="which",
        )
        self.choices = [
            (value, f"The {value} {moment:%H:%M} ({offset_words(moment)})")
            for value, moment in zip((FIRST, SECOND), moments, strict=True)
        ]


def read_moment(on: str, at: str, *, zone: ZoneInfo, which: str = "") -> datetime:
    """The moment at which the clocks of `zone` show day `on` (2026-03-29) and time `at` (14:30).

    `which` is FIRST or SECOND where they show it twice. Raises `Invalid` beside on or at for what is no day or time, or
    is left out as the clocks are put forward; `Twice` where `which` is needed and not given.
    """
    wall = datetime.combine(_day(on), _time(at))
    early, late = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if early.utcoffset() == late.utcoffset():
        return early.astimezone(UTC)
    shown = early.astimezone(UTC).astimezone(zone)
    if shown.replace(tzinfo=None) != wall:
        raise Invalid(
            f"In {zone.key} the clocks are put forward that day, and {wall:%H:%M} is left out. "
            f"Choose another time, such as {shown:%H:%M}.",
            field="at",
        )
    if which not in (FIRST, SECOND):
        raise Twice(wall, zone)
    return (early if which == FIRST else late).astimezone(UTC)


def offset_words(moment: datetime) -> str:
    """How far a moment's clocks are from UTC, such as “UTC+2” or “UTC−3:30”."""
    offset = moment.utcoffset()
    minutes = int(offset.total_seconds()) // 60 if offset else 0
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def _day(on: str) -> date:
    try:
        day = date.fromisoformat(on.strip())
    except ValueError:
        day = None
    if day is None or day.year not in YEARS:
        raise Invalid("Write the day as year, month and day, such as 2026-03-29.", field="on")
    return day


def _time(at: str) -> time:
    try:
        clock_time = time.fromisoformat(at.strip())
    except ValueError:
        clock_time = None
    if clock_time is None or clock_time.tzinfo is not None:
        raise Invalid("Write the time as hours and minutes, such as 14:30.", field="at")
    return clock_time.replace(second=0, microsecond=0)
