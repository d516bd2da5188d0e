"""Programs for `make run` alone: another site that embeds the widget, and a vendor that shows what it got."""
