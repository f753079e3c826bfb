package html

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"slices"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/page"
)

// maxFeed is the maximum number of entries in the feed.
const maxFeed = 50

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomEntry struct {
	Title    string        `xml:"title"`
	ID       string        `xml:"id"`
	Updated  string        `xml:"updated"`
	Link     atomLink      `xml:"link"`
	Category *atomCategory `xml:"category"`
	Summary  string        `xml:"summary,omitempty"`
}

type atomFeed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Language string      `xml:"xml:lang,attr"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle,omitempty"`
	ID       string      `xml:"id"`
	Updated  string      `xml:"updated"`
	Author   string      `xml:"author>name"`
	Links    []atomLink  `xml:"link"`
	Entries  []atomEntry `xml:"entry"`
}

// Feed renders feed.xml (RFC 4287): the entries changed last, the newest first. At least
// one of them has a date.
func (r *Renderer) Feed(b *page.Builder, entries []*catalog.Entry) ([]byte, error) {
	dated := slices.DeleteFunc(slices.Clone(entries), func(e *catalog.Entry) bool { return e.Updated == "" || e.Draft })
	slices.SortStableFunc(dated, func(x, y *catalog.Entry) int { return cmp.Compare(y.Updated, x.Updated) })
	f := atomFeed{
		Language: r.site.Lang, Title: r.site.Title, Subtitle: b.Home().Summary.Plain, ID: r.site.URL(""), Author: r.site.Name,
		Updated: midnight(dated[0].Updated),
		Links: []atomLink{
			{Rel: "self", Type: "application/atom+xml", Href: r.site.URL(r.site.Feed)},
			{Rel: "alternate", Type: "text/html", Href: r.site.URL("")},
		},
	}
	for _, e := range dated[:min(len(dated), maxFeed)] {
		it := b.Item(e)
		entry := atomEntry{
			Title: it.Number + " " + it.Title, ID: r.site.URL(it.Path), Updated: midnight(e.Updated),
			Link: atomLink{Rel: "alternate", Type: "text/html", Href: r.site.URL(it.Path)}, Summary: it.Summary.Plain,
		}
		if it.State != "" {
			entry.Category = &atomCategory{it.State}
		}
		f.Entries = append(f.Entries, entry)
	}
	var out bytes.Buffer
	out.WriteString(xml.Header)
	enc := xml.NewEncoder(&out)
	enc.Indent("", "")
	if err := enc.Encode(f); err != nil {
		return nil, fmt.Errorf("write the feed: %w", err)
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// midnight makes a date a time, as Atom asks for.
func midnight(date string) string { return date + "T00:00:00Z" }
