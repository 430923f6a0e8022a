"""An index to look at: what a report on it says, and the one page that it is written as."""
