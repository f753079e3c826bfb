package generator

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

// datesOfCatalog is what site.dates says where git is not asked.
const datesOfCatalog = "catalog"

// Date dates the pages of a catalog that was loaded from src and from which nothing was
// rendered yet. An entry has the date that it gives itself, else that of the last commit
// of its file, unless site.dates says catalog. epoch, the value of SOURCE_DATE_EPOCH,
// dates what git does not, and no date of git is later. The note says why pages lack
// dates, where somebody could mend it.
func Date(ctx context.Context, src Source, c *catalog.Catalog, epoch string) (note string, err error) {
	if c.Site.Dates == datesOfCatalog || src.Dir == "" {
		return "", nil
	}
	latest, err := dayOf(epoch)
	if err != nil {
		return "", err
	}
	dates, err := git.Dates(ctx, src.Dir)
	switch {
	case latest != "" || errors.Is(err, git.ErrNone):
	case errors.Is(err, git.ErrShallow):
		note = "pages have no dates: the history of git is cut off; fetch all of it (actions/checkout: fetch-depth: 0)"
	case err != nil:
		note = "pages have no dates: " + err.Error()
	}
	date := func(file string, updated *string) {
		if *updated != "" {
			return
		}
		*updated = dates[strings.TrimPrefix(file, src.Folder+"/")]
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
