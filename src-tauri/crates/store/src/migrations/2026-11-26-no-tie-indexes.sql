-- Each dependency was written three times, into the table and two indexes, which only served to look whether a team
-- that goes still has any. Looking through the table is quick enough for that.
DROP INDEX dependencies_by_provider;
DROP INDEX dependencies_by_receiver;
