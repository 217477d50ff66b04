"""What each construction of the date grammar means, by the name it is given in `codebook/data/dates.yaml`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tidings.coding import date_calendar as calendar
from tidings.coding import date_relative as relative
from tidings.coding.date_setting import Meaning, Setting, Words

MEANINGS: Mapping[str, Callable[[Words, Setting], Meaning | None]] = {
    "iso": calendar.iso, "numeric": calendar.numeric, "day": calendar.day, "days": calendar.days, "month": calendar.month, "year": calendar.year, "years": calendar.years,
    "decade": calendar.decade, "century": calendar.century, "quarter": calendar.quarter, "half": calendar.half, "quarter ended": calendar.quarter_ended, "quarter of year": calendar.quarter_of_year, "season": calendar.season,
    "weekday": relative.weekday, "deictic": relative.deictic, "part": relative.part, "unit": relative.unit, "unit edge": relative.unit_edge, "the unit": relative.the_unit,
    "weekend": relative.weekend, "ago": relative.ago, "apart": relative.apart, "apart from day": relative.apart_from_day,
    "year earlier": relative.year_earlier, "duration": relative.duration, "lengths": relative.lengths, "each": relative.each, "set": relative.a_set,
    "holiday": calendar.holiday, "name": calendar.named, "clock": relative.clock, "vague": relative.vague,
}  # fmt: skip
