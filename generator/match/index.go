package match

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/errdocs/errdocs/generator/catalog"
)

// Index finds entries by what a text says. It is safe for concurrent use.
type Index struct {
	c          *catalog.Catalog
	places     map[*catalog.Entry]int    // in the order of the site
	types      map[string]*catalog.Entry // by normalised URI
	paths      map[string]*catalog.Entry // by path below base, and by the path of the URI
	names      map[string][]named        // by normalised name
	details    details
	offers     [][]*offered          // by place
	challenges map[string][]*alike   // by error; those without one by a space and the scheme in lower case
	described  map[string][]*offered // by error and description
	patterned  map[string][]*offered // by error, those whose description has placeholders
	words      func() *wordIndex     // built where nothing else leads on
}

// named is an entry under one of its names.
type named struct {
	entry *catalog.Entry
	title bool // else its slug, code or path
}

// offered is a challenge that an entry sends.
type offered struct {
	place  int // of the entry
	scheme string
	code   string // the parameter error
	params []offeredParam
}

// offeredParam is a parameter: its value is the parts, or the text where there are no
// placeholders.
type offeredParam struct {
	name, text string
	parts      []catalog.Part
}

// alike are entries of one status that send the same challenge, but for the descriptions
// of an error: where none of these agrees, a challenge speaks for all of them alike, and
// the order of the site decides.
type alike struct {
	scheme string
	places []int // of the entries, in order
}

// New makes the index of a checked catalog.
func New(c *catalog.Catalog) *Index {
	x := &Index{
		c: c, types: map[string]*catalog.Entry{}, paths: map[string]*catalog.Entry{}, names: map[string][]named{},
		offers: make([][]*offered, len(c.Entries)), challenges: map[string][]*alike{}, described: map[string][]*offered{}, patterned: map[string][]*offered{}, places: make(map[*catalog.Entry]int, len(c.Entries)),
	}
	base := ""
	if u, err := url.Parse(c.Base); err == nil {
		base = strings.TrimPrefix(u.Path, "/")
	}
	groups := map[string]*alike{}
	for i, e := range c.Entries {
		x.places[e] = i
		add(x.types, normalType(e.TypeURI()), e)
		for _, path := range append([]string{e.Path()}, e.AliasPaths()...) {
			add(x.types, normalType(c.Base+path), e)
			add(x.paths, strings.ToLower(path), e)
			add(x.paths, strings.ToLower(base+path), e)
		}
		for _, name := range []string{e.Slug, e.Code(), e.Path()} {
			x.addName(name, named{e, false})
		}
		x.addName(e.Title, named{e, true})
		x.addName(e.Status.Path()+" "+e.Title, named{e, true})
		for _, ch := range e.AllChallenges() {
			x.addChallenge(groups, i, &ch)
		}
	}
	x.details = newDetails(c)
	x.words = sync.OnceValue(func() *wordIndex { return newWordIndex(c) })
	return x
}

func (x *Index) addChallenge(groups map[string]*alike, place int, ch *catalog.Challenge) {
	o := &offered{place: place, scheme: ch.Scheme, code: ch.Param("error")}
	text := ch.Param("error_description")
	e := x.c.Entries[place]
	key := e.Status.Path() + " " + strings.ToLower(ch.Scheme)
	if e.Recovery != nil {
		key += " " + string(e.Recovery.Reaction)
	}
	for _, p := range ch.ParamList(x.c.Realm) {
		key += "\x00" + p.Name
		if o.code == "" || p.Name != "error_description" || p.Value != text {
			key += "=" + p.Value
		}
		param := offeredParam{name: strings.ToLower(p.Name), text: p.Value}
		if strings.Contains(p.Value, "{") {
			param.parts = catalog.Parts(p.Value)
		}
		o.params = append(o.params, param)
	}
	x.offers[place] = append(x.offers[place], o)
	g := groups[key]
	if g == nil {
		g = &alike{scheme: ch.Scheme}
		groups[key] = g
		by := o.code
		if by == "" {
			by = " " + strings.ToLower(ch.Scheme)
		}
		x.challenges[by] = append(x.challenges[by], g)
	}
	if n := len(g.places); n == 0 || g.places[n-1] != place {
		g.places = append(g.places, place)
	}
	if o.code == "" {
		return
	}
	if strings.Contains(text, "{") {
		x.patterned[o.code] = append(x.patterned[o.code], o)
	} else if key := o.code + "\x00" + text; text != "" {
		x.described[key] = append(x.described[key], o)
	}
}

// add adds an entry under a key that is still free.
func add(to map[string]*catalog.Entry, key string, e *catalog.Entry) {
	if to[key] == nil {
		to[key] = e
	}
}

func (x *Index) addName(name string, n named) {
	key := normalName(name)
	if !slices.ContainsFunc(x.names[key], func(other named) bool { return other.entry == n.entry }) {
		x.names[key] = append(x.names[key], n)
	}
}

// typeEnd are the characters that end an address in running text.
const typeEnd = ".,;:!?)]}'\"*_`|"

// normalType brings a type URI into the form that is looked up.
func normalType(uri string) string {
	uri = strings.Trim(uri, " \t\n<>\"'`")
	uri, _, _ = strings.Cut(uri, "#")
	for _, end := range []string{"/", ".md", ".json"} {
		uri = strings.TrimSuffix(uri, end)
	}
	if i := strings.Index(uri, "://"); i >= 0 { // scheme and host ignore case (RFC 3986 section 6.2.2.1)
		end := strings.IndexByte(uri[i+3:], '/')
		if end < 0 {
			end = len(uri) - i - 3
		}
		uri = strings.ToLower(uri[:i+3+end]) + uri[i+3+end:]
	}
	return uri
}

// byType returns the entry of a type URI, or nil. A relative one is a path below base,
// or one of base's host.
func (x *Index) byType(uri string) *catalog.Entry {
	key := normalType(uri)
	if e := x.types[key]; e != nil || strings.Contains(key, ":") {
		return e
	}
	return x.paths[strings.ToLower(strings.TrimPrefix(strings.TrimPrefix(key, "."), "/"))]
}

// ByPath returns the entry of a path below base, such as "401/token-expired", or of an
// alias; nil if there is none.
func (x *Index) ByPath(path string) *catalog.Entry { return x.paths[path] }

// typesIn returns the entries whose type URIs stand anywhere in a text, in order.
func (x *Index) typesIn(text string) []*catalog.Entry {
	var found []*catalog.Entry
	add := func(uri string) bool {
		e := x.types[normalType(uri)]
		if e == nil {
			e = x.types[normalType(strings.TrimRight(uri, typeEnd))]
		}
		if e != nil {
			found = once(found, e)
		}
		return e != nil
	}
	for word := range strings.FieldsFuncSeq(text, endsAddress) {
		colon := strings.IndexByte(word, ':')
		if colon < 0 || len(word) > 4096 || add(word) {
			continue
		}
		start := colon // of what looks like a scheme before the last "://", or after a bracket or "="
		if at := strings.LastIndex(word, "://"); at >= 0 {
			start = at
		}
		for start > 0 && isSchemeByte(word[start-1]) {
			start--
		}
		if start > 0 {
			add(word[start:])
		}
	}
	return found
}

func endsAddress(r rune) bool {
	return r <= ' ' || r == '"' || r == '\'' || r == '<' || r == '>' || r == '\\' || r == '`'
}

func isSchemeByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '+' || c == '-'
}

// maxName is the length of the longest text that is looked up as a name, in bytes.
const maxName = 200

// byName returns the entries with a name.
func (x *Index) byName(name string) []named {
	if len(name) > maxName || strings.Contains(name, "\n") {
		return nil
	}
	if key := normalName(name); key != "" {
		return x.names[key]
	}
	return nil
}

// normalName brings a name into the form that is compared: tokenExpired,
// TOKEN_EXPIRED and "Token expired" become token-expired.
func normalName(name string) string {
	var b strings.Builder
	b.Grow(len(name) + 8)
	gap, small := false, false
	for _, r := range name {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			gap, small = true, false
			continue
		}
		if b.Len() > 0 && (gap || small && unicode.IsUpper(r)) {
			b.WriteByte('-')
		}
		gap, small = false, unicode.IsLower(r) || unicode.IsDigit(r)
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// fits reports whether a value can be that of the parameter: the literal pieces are
// there in order, and each placeholder stands for some text or none.
func (p *offeredParam) fits(value string) bool {
	if p.parts == nil {
		return value == p.text || (p.name == "stale" || p.name == "algorithm") && strings.EqualFold(value, p.text) // RFC 7616 section 3.3
	}
	for i, part := range p.parts {
		found := true
		switch {
		case part.Param != "":
		case i == 0:
			value, found = strings.CutPrefix(value, part.Text)
		case i == len(p.parts)-1:
			return strings.HasSuffix(value, part.Text)
		default:
			_, value, found = strings.Cut(value, part.Text)
		}
		if !found {
			return false
		}
	}
	return value == "" || p.parts[len(p.parts)-1].Param != ""
}

// secretShape is what credentials look like wherever they stand.
var secretShape = regexp.MustCompile(`eyJ[A-Za-z0-9_-]{8,}\.|-----BEGIN|(?i:\b(?:bearer|basic|dpop) +[A-Za-z0-9+/._~-]{8,})`)
