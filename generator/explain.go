package generator

import (
	"errors"
	"io"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/match"
	"github.com/errdocs/errdocs/generator/page"
	"github.com/errdocs/errdocs/generator/site/data"
)

// Explanation is a text to explain, and the output format and destination.
type Explanation struct {
	Text   string
	From   string // the origin of the text, for the output
	Format string // text, markdown or json
	Out    io.Writer
}

// ExplainFormats are the output formats of Explain.
var ExplainFormats = []string{"text", "markdown", "json"}

// Explain writes the entry and the scenario that a text matches. It reports whether the
// match is exact.
func Explain(c *catalog.Catalog, x Explanation) (exact bool, err error) {
	c = c.Release()
	a := match.New(c).Explain(x.Text)
	b := page.New(c, page.Options{})
	switch x.Format {
	case "json":
		var text []byte
		if text, err = data.Encode(a.Report(b)); err == nil {
			_, err = x.Out.Write(text)
		}
	case "markdown":
		err = errors.Join(a.Markdown(x.Out, x.From, b), writeTwin(c, a, x.Out))
	default:
		err = a.Text(x.Out, x.From, b)
	}
	return a.Exact(), err
}

// writeTwin writes the page of the entry if the match is exact.
func writeTwin(c *catalog.Catalog, a *match.Answer, w io.Writer) error {
	if !a.Exact() {
		return nil
	}
	s, err := NewSite(c, SiteOptions{})
	if err != nil {
		return err
	}
	twin, err := s.Render(catalog.TwinFile(a.Candidates[0].Entry.Path()))
	if err != nil {
		return err
	}
	_, err = w.Write(append([]byte("\n"), twin...))
	return err
}
