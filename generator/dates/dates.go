// Package dates sets the dates of a catalog's pages from the Git history of its files.
package dates

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/internal/git"
)

// fromCatalog is the value of site.dates for a catalog whose dates are all in its files.
const fromCatalog = "catalog"

// Set sets the dates of a catalog's pages, before anything is rendered from it. Dir is the catalog on
// disk, and shown is the prefix of the names of its files. An entry has the date in its file, or else
// the date of the last commit of its file, unless site.dates is "catalog". Epoch, the value of
// SOURCE_DATE_EPOCH, is the date of files without a commit and the latest possible date from Git. The
// note explains why pages have no dates, if a user can fix that.
func Set(ctx context.Context, dir, shown string, c *catalog.Catalog, epoch string) (note string, err error) {
	if c.Site.Dates == fromCatalog || dir == "" {
		return "", nil
	}
	latest, err := dayOf(epoch)
	if err != nil {
		return "", err
	}
	dates, err := git.Dates(ctx, dir)
	switch {
	case latest != "" || errors.Is(err, git.ErrNone):
	case errors.Is(err, git.ErrShallow):
		note = "pages have no dates: the Git history is incomplete; fetch all of it (actions/checkout: fetch-depth: 0)"
	case err != nil:
		note = "pages have no dates: " + err.Error()
	}
	date := func(file string, updated *string) {
		if *updated != "" {
			return
		}
		*updated = dates[strings.TrimPrefix(file, shown+"/")]
		if latest != "" && (*updated == "" || *updated > latest) {
			*updated = latest
		}
	}
	for _, s := range c.Statuses {
		if s.File != "" {
			date(s.File, &s.Updated)
		}
		for _, e := range s.Entries {
			date(e.File, &e.Updated)
		}
	}
	return note, nil
}

// dayOf returns the day of a number of seconds since 1970, in UTC.
func dayOf(epoch string) (string, error) {
	if epoch == "" {
		return "", nil
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil || seconds < 0 || seconds > 253402300799 { // the end of the year 9999
		return "", fmt.Errorf("SOURCE_DATE_EPOCH is %q, not a number of seconds since 1970", epoch)
	}
	return time.Unix(seconds, 0).UTC().Format(time.DateOnly), nil
}
