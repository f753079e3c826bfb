package page

// EntryIDs returns the fragments of an entry's page.
var EntryIDs = entryIDs
