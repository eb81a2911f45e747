"""South Dakota's meetings whose agenda is not there yet."""

from datetime import UTC, datetime

from scrapy import Request
from scrapy.http import TextResponse

from monitor.model.documents import Hearing
from monitor.source import Bundle
from monitor.source.extract import extract
from spiders.south_dakota.hearings import SCHEDULE, SouthDakotaHearings

NOW = datetime(2026, 1, 20, 18, tzinfo=UTC)
BODY = (
    b'{"sessionMeetings": [{"DocumentId": 301001, "DocumentDate": "2026-01-22T07:45:00", "NoMeeting": false,'
    b' "CommitteeFullName": "House Health and Human Services", "Room": "414"}]}'
)


def test_a_meeting_is_told_before_it_has_an_agenda() -> None:
    spider = SouthDakotaHearings(now=NOW)
    (asked,) = extract(spider, TextResponse(SCHEDULE, body=BODY, request=Request(SCHEDULE))).requests
    assert asked.meta["optional_members"] == ("agenda",)
    answers = {"meeting": TextResponse(asked.url, body=b"{}"), "agenda": None}
    (meeting,) = extract(spider, Bundle(asked.url, answers), "parse_meeting", **asked.cb_kwargs).documents
    assert isinstance(meeting, Hearing)
    assert (meeting.identifier, meeting.location, meeting.concerns) == ("301001", "414", ())
    assert meeting.starts_at == datetime(2026, 1, 22, 13, 45, tzinfo=UTC)
