"""A run's folder becomes something to read: a page for people, Markdown for a pull request, CSV for a spreadsheet."""
