-- All that was about one thing, for the activity log. A document's path can be longer than an entry of an index may be.
create index journal_about on journal (room, left(about, 200), sequence) where about is not null;
