package catalog

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/errdocs/errdocs/generator/catalog/format"
	"github.com/errdocs/errdocs/generator/diag"
)

// The kinds of text in a catalog.
var (
	line     = format.Text{Kind: "one line of text"}
	inline   = format.Text{Kind: "one line of Markdown"}
	markdown = format.Text{Kind: "Markdown", Lines: true}
	slug     = format.Text{
		Kind: "slug", Pattern: slugPattern, Max: diag.SlugCharacters.Max,
		Form: "a slug: lower-case letters and digits, parted by single hyphens", Near: nearSlug,
	}
	fileSlug = format.Text{Kind: slug.Kind, Pattern: slug.Pattern, Max: slug.Max, Form: slug.Form, Near: slug.Near, Problem: noDevice}
	ident    = format.Text{
		Kind: "name of a member", Pattern: identPattern, Max: 64,
		Form: "a name of lower-case letters, digits and underscores that begins with a letter",
		Near: func(s string) string { return near(s, "_", identPattern, 64) },
	}
	absoluteURI   = format.Text{Kind: "absolute URI", Problem: notAbsolute, Like: regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)}
	linkTarget    = format.Text{Kind: "https, http or mailto address", Problem: notLink, Like: regexp.MustCompile(`^(https?://|mailto:)`)}
	filePattern   = format.Text{Kind: "pattern of an address", Problem: patternOf("path", "line", "slug", "title", "type"), Like: linkTarget.Like}
	actionPattern = format.Text{Kind: "pattern of an address", Problem: patternOf("markdown", "type"), Like: linkTarget.Like}
	addressForm   = format.Text{Kind: "path", Pattern: regexp.MustCompile(`^[a-z0-9]+([-/_.]?[a-z0-9]+)*$`), Max: 200, Form: "a slug or a path of slugs", Near: nearSlug, Problem: noDevice}
	entryRef      = format.Text{Kind: "slug or status/slug", Pattern: regexp.MustCompile(`^([45][0-9][0-9]/)?[a-z0-9]+(-[a-z0-9]+)*$`), Form: "a slug, or status/slug", Near: nearSlug}
	statusCode    = format.Int{Kind: "a status from 400 to 599", Min: 400, Max: 599}
	anyStatus     = format.Int{Kind: "a status from 100 to 599", Min: 100, Max: 599}
	slugs         = format.List[string](fileSlug, "list of slugs")
	words         = format.List[string](line, "list of words")
)

var memberFormat = format.Describe("member", "An extension member that every problem may carry.",
	format.Field("name", ident, "The name of the member.", func(p *Param) *string { return &p.Name }).Require(),
	format.Field("type", typeWords, "The type of its value.", func(p *Param) *ParamType { return &p.Type }).Require(),
	format.Field("description", inline, "What it means.", func(p *Param) *string { return &p.Description }),
	format.Field("example", format.Literals{Kind: "value of the type"}, "A value for the examples; without one the examples leave the member out.", func(p *Param) *format.Literal { return &p.Example }),
)

var familyFormat = format.Describe("family", "A group of entries.",
	format.Field("id", fileSlug, "The last part of the address of its page, `family/<id>`.", func(f *Family) *string { return &f.ID }).Require(),
	format.Field("title", line, "Its heading.", func(f *Family) *string { return &f.Title }).Require(),
	format.Field("summary", inline, "One sentence on what its entries have in common.", func(f *Family) *string { return &f.Summary }),
	format.Field("order", format.List[string](entryRef, "list of slugs"), "Its entries in the order in which the site shows them; those not named follow, by slug.", func(f *Family) *[]string { return &f.Order }),
)

var goFormat = format.Describe("go", "The Go package that `errdocs gen go` writes.",
	format.Field("package", line, "Name of the package.", func(g *GoOptions) *string { return &g.Package }).Default("`$GOPACKAGE`, or the name of the folder"),
	format.Field("out", line, "Its folder, relative to the folder that holds `catalog/`.", func(g *GoOptions) *string { return &g.Out }).Default("under `go generate`, the folder of the package"),
	format.Field("import", line, "Its import path, where no `go.mod` tells it.", func(g *GoOptions) *string { return &g.Import }),
	format.Field("initialisms", words, "Words to write in capitals in Go names, beside those that are known, spelt as they should appear.", func(g *GoOptions) *[]string { return &g.Initialisms }),
	format.Field("interop", format.List[string](format.Enum[string]{Kind: "framework", Words: []format.Word{{Name: "huma", Doc: "`GetStatus`, `GetHeaders` and `ContentType` for danielgtaylor/huma."}}}, "list of frameworks"), "Extra methods that a framework looks for.", func(g *GoOptions) *[]string { return &g.Interop }),
	format.Field("test", format.Maybe[bool](format.Bool{}), "`false` leaves out the test package.", func(g *GoOptions) **bool { return &g.Test }).Default("`true`"),
)

var linksFormat = format.Describe("links", "Links that lead out of the site.",
	format.Field("repository", linkTarget, "The repository of the catalog. Edit, source and report links follow from it on GitHub, GitLab and Gitea. It may name a branch and the folder that holds the catalog, such as `https://github.com/example/api/tree/main/docs`.", func(l *Links) *string { return &l.Repository }),
	format.Field("support", linkTarget, "Where readers get help.", func(l *Links) *string { return &l.Support }),
	format.Field("edit", filePattern, "Pattern of the edit link, with `{path}`, `{line}`, `{slug}`, `{title}` and `{type}`. The path begins with the name of the catalog's folder.", func(l *Links) *string { return &l.Edit }),
	format.Field("source", filePattern, "Pattern of the source link, with the same names.", func(l *Links) *string { return &l.Source }),
	format.Field("report", filePattern, "Pattern of the report link, with the same names.", func(l *Links) *string { return &l.Report }),
)

var responsesFormat = format.Describe("responses", "Facts of every response that the API sends.",
	format.Field("language", format.Text{Kind: "language tag", Pattern: regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`), Form: "a language tag such as en or pt-BR", Max: 35}, "The language of titles and details: Content-Language, and the `lang` of the pages.", func(r *Responses) *string { return &r.Language }).Default("`en`"),
	format.Field("help_link", format.Bool{}, "`true` sends `Link: <page.md>; rel=\"help\"` with every error (RFC 8288).", func(r *Responses) *bool { return &r.HelpLink }).Default("`false`"),
	format.Field("fallback", entryRef, "The entry, as `status/slug`, that answers errors outside the catalog.", func(r *Responses) *string { return &r.Fallback }).Default("a 500 of type `about:blank`"),
	format.Field("code_member", ident, "Sends the `code` of each entry as a member of this name, after `instance`.", func(r *Responses) *string { return &r.CodeMember }),
)

var actionFormat = format.Describe("action", "An extra link on every page.",
	format.Field("title", line, "Its text.", func(a *Action) *string { return &a.Title }).Require(),
	format.Field("url", actionPattern, "Its address, with `{markdown}` and `{type}`.", func(a *Action) *string { return &a.URL }).Require(),
)

var siteFormat = format.Describe("site", "Facts of the site.",
	format.Field("url_style", format.Enum[string]{Kind: "style of addresses", Words: []format.Word{
		{Name: "dir", Doc: "`P/index.html`, which every static host serves at `P`."},
		{Name: "file", Doc: "`P.html`, for hosts with clean addresses and without directory indexes."},
	}}, "How pages are laid out as files.", func(s *Site) *string { return &s.URLStyle }).Default("`dir`"),
	format.Field("dates", format.Enum[string]{Kind: "source of dates", Words: []format.Word{
		{Name: "git", Doc: "`updated`, else the last commit of the file."},
		{Name: "catalog", Doc: "`updated` alone: the choice for a site that is committed."},
	}}, "Where the dates of pages come from.", func(s *Site) *string { return &s.Dates }).Default("`git`"),
	format.Field("content_signal", format.Text{Kind: "content signals", Pattern: regexp.MustCompile(`^[a-z-]+=(yes|no)(, [a-z-]+=(yes|no))*$`), Form: "a list such as search=yes, ai-input=yes"}, "The Content-Signal line of `robots.txt`.", func(s *Site) *string { return &s.ContentSignal }).Default("`search=yes, ai-input=yes`"),
	format.Field("actions", format.List[Action](actionFormat, "list of actions"), "Extra links on every page.", func(s *Site) *[]Action { return &s.Actions }),
)

// ConfigFormat describes errdocs.yaml.
var ConfigFormat = format.Describe("errdocs.yaml", "The site and the API as a whole.",
	format.Field("name", line, "The name of the API.", func(c *Catalog) *string { return &c.Name }).Require(),
	format.Field("base", format.Text{Kind: "absolute URI with a final slash", Problem: badBase, Like: regexp.MustCompile(`^https?://[^/]+/(.*/)?$`)}, "Where the site will live. Type URIs begin with it, so it is for ever; it may have a path.", func(c *Catalog) *string { return &c.Base }).Require(),
	format.Field("tagline", inline, "One sentence under the heading of the home page, and the summary of `llms.txt`.", func(c *Catalog) *string { return &c.Tagline }),
	format.Field("realm", line, "The realm of every challenge that names none.", func(c *Catalog) *string { return &c.Realm }),
	format.Field("members", format.List[Param](memberFormat, "list of members"), "Extension members that every problem may carry.", func(c *Catalog) *[]Param { return &c.Members }),
	format.Field("families", format.List[Family](familyFormat, "list of families"), "The groups of entries, in the order of the site.", func(c *Catalog) *[]Family { return &c.Families }),
	format.Field("responses", responsesFormat, "Facts of every response.", func(c *Catalog) *Responses { return &c.Responses }),
	format.Field("go", goFormat, "The Go package.", func(c *Catalog) *GoOptions { return &c.Go }),
	format.Field("links", linksFormat, "Links that lead out of the site.", func(c *Catalog) *Links { return &c.Links }),
	format.Field("site", siteFormat, "Facts of the site.", func(c *Catalog) *Site { return &c.Site }),
)

var challengeFormat = format.Describe("challenge", "One WWW-Authenticate field (Proxy-Authenticate for 407).",
	format.Field("scheme", line, "The authentication scheme.", func(c *Challenge) *string { return &c.Scheme }).Require(),
	format.Field("params", format.Pairs{Kind: "mapping of parameter names to values"}, "Its parameters, in order. Values may hold placeholders. `realm` comes first and defaults to that of the catalog.", func(c *Challenge) *[]Pair { return &c.Params }),
)

var questionFormat = format.Describe("question", "A question and its answer.",
	format.Field("question", inline, "The question, in the words that people search for.", func(q *Question) *string { return &q.Question }).Require(),
	format.Field("answer", markdown, "The answer.", func(q *Question) *string { return &q.Answer }).Require(),
)

var lookalikeFormat = format.Describe("lookalike", "A status that is taken for this one.",
	format.Field("status", anyStatus, "The other status.", func(l *Lookalike) *int { return &l.Status }).Require(),
	format.Field("why", inline, "When that one is right.", func(l *Lookalike) *string { return &l.Why }).Require(),
)

var referenceFormat = format.Describe("reference", "A source.",
	format.Field("title", line, "Its title, with the section.", func(r *Reference) *string { return &r.Title }).Require(),
	format.Field("url", linkTarget, "Its address.", func(r *Reference) *string { return &r.URL }).Require(),
)

// StatusFormat describes the file of a status.
var StatusFormat = format.Describe("<status>.yaml", "One status: its page, and the defaults of its entries.",
	format.Field("status", statusCode, "The status; must agree with the file's name.", func(s *Status) *int { return &s.Code }).Default("from the file's name"),
	format.Field("title", line, "Its phrase.", func(s *Status) *string { return &s.Title }).Default("that of the registry of status codes"),
	format.Field("summary", inline, "One sentence on what it means.", func(s *Status) *string { return &s.Summary }),
	format.Field("description", markdown, "What it means and what to do; headings from `##`.", func(s *Status) *string { return &s.Description }),
	format.Field("challenges", format.List[Challenge](challengeFormat, "list of challenges"), "The challenges of entries that have none of their own.", func(s *Status) *[]Challenge { return &s.Challenges }),
	format.Field("faq", format.List[Question](questionFormat, "list of questions"), "Questions and answers.", func(s *Status) *[]Question { return &s.FAQ }),
	format.Field("lookalikes", format.List[Lookalike](lookalikeFormat, "list of lookalikes"), "Statuses that are taken for this one.", func(s *Status) *[]Lookalike { return &s.Lookalikes }),
	format.Field("references", format.List[Reference](referenceFormat, "list of references"), "Sources.", func(s *Status) *[]Reference { return &s.References }),
	format.Field("updated", format.Date{}, "Date of the last change of meaning.", func(s *Status) *string { return &s.Updated }),
)

var lifecycleFormat = format.Describe("lifecycle", "Since when an entry is deprecated or retired, and what to use instead.",
	format.Field("since", line, "The version or date since when.", func(l *Lifecycle) *string { return &l.Since }),
	format.Field("use", entryRef, "The entry that takes its place.", func(l *Lifecycle) *string { return &l.Use }),
	format.Field("note", inline, "What readers should know.", func(l *Lifecycle) *string { return &l.Note }),
)

var entryGoFormat = format.Describe("entry go", "What an entry says of its Go code.",
	format.Field("name", line, "The Go name, in place of the one made of the slug.", func(g *EntryGo) *string { return &g.Name }),
	format.Field("sent_by", line, "Who sends this error, if it is not this server, such as `the gateway`.", func(g *EntryGo) *string { return &g.SentBy }),
)

var paramFormat = format.Describe("param", "An extension member of the entry. Its value fills the placeholders of the same name.",
	format.Field("name", ident, "The name of the member and of its placeholder.", func(p *Param) *string { return &p.Name }).Require(),
	format.Field("type", typeWords, "The type of its value.", func(p *Param) *ParamType { return &p.Type }).Require(),
	format.Field("optional", format.Bool{}, "`true` if a response may lack it. Its zero value (0, an empty text) then means \"not given\"; a param whose zero means something is required.", func(p *Param) *bool { return &p.Optional }).Default("`false`"),
	format.Field("description", inline, "What it means.", func(p *Param) *string { return &p.Description }),
	format.Field("example", format.Literals{Kind: "value of the type"}, "The value in the examples. A `duration` is a number of seconds.", func(p *Param) *format.Literal { return &p.Example }).Default("a fixed value of the type, and a warning"),
)

var detailFormat = format.Describe("detail", "What the server says in one scenario, word for word.",
	format.Field("id", slug, "Names the scenario in addresses and Go names. One detail of an entry may have none.", func(d *Detail) *string { return &d.ID }),
	format.Field("scenario", inline, "When the server says it.", func(d *Detail) *string { return &d.Scenario }).Require(),
	format.Field("detail", line, "The text, with params as `{placeholders}`.", func(d *Detail) *string { return &d.Text }).Require(),
	format.Field("fix", slug, "The fix for this scenario.", func(d *Detail) *string { return &d.Fix }),
)

var recoveryFormat = format.Describe("recovery", "What a client should do, for machines.",
	format.Field("retry", retryWords, "Whether and when to repeat the request.", func(r *Recovery) *Retry { return &r.Retry }),
	format.Field("reaction", reactionWords, "What to do.", func(r *Recovery) *Reaction { return &r.Reaction }),
	format.Field("actor", actorWords, "Who must act.", func(r *Recovery) *Actor { return &r.Actor }),
	format.Field("stop", inline, "When to give up.", func(r *Recovery) *string { return &r.Stop }),
)

var causeFormat = format.Describe("cause", "A reason why the error occurs.",
	format.Field("title", inline, "The reason in a few words.", func(c *Cause) *string { return &c.Title }).Require(),
	format.Field("text", markdown, "How it comes about, and how to recognise it.", func(c *Cause) *string { return &c.Text }),
	format.Field("fix", slug, "The fix that removes it.", func(c *Cause) *string { return &c.Fix }),
)

var requestFormat = format.Describe("request", "An HTTP request. Words such as `$TOKEN` stand for values that the reader fills in.",
	format.Field("method", format.Text{Kind: "HTTP method", Pattern: regexp.MustCompile(`^[A-Z]{3,20}$`), Form: "a method such as GET or POST", Near: nearMethod}, "Its method.", func(r *Request) *string { return &r.Method }).Default("`GET`, or `POST` with a body"),
	format.Field("url", linkTarget, "Its address.", func(r *Request) *string { return &r.URL }).Require(),
	format.Field("headers", format.Pairs{Kind: "mapping of field names to values"}, "Header fields, in order.", func(r *Request) *[]Pair { return &r.Headers }),
	format.Field("form", format.Pairs{Kind: "mapping of names to values"}, "A form body.", func(r *Request) *[]Pair { return &r.Form }),
	format.Field("json", format.JSONValue{Kind: "JSON value"}, "A JSON body, written as YAML.", func(r *Request) *format.JSON { return &r.JSON }),
	format.Field("body", format.Text{Kind: "text", Lines: true}, "Any other body.", func(r *Request) *string { return &r.Body }),
)

var expectFormat = format.Describe("expect", "What shows that the fix worked.",
	format.Field("status", anyStatus, "The status of the answer.", func(e *Expect) *int { return &e.Status }),
	format.Field("note", inline, "What else to look at.", func(e *Expect) *string { return &e.Note }),
)

var fixFormat = format.Describe("fix", "A way out.",
	format.Field("id", slug, "Names the fix in details, causes and addresses.", func(f *Fix) *string { return &f.ID }).Require(),
	format.Field("title", inline, "What to do, as an instruction.", func(f *Fix) *string { return &f.Title }).Require(),
	format.Field("when", inline, "Completes \"Choose this when\".", func(f *Fix) *string { return &f.When }),
	format.Field("steps", markdown, "The steps, best as a numbered list.", func(f *Fix) *string { return &f.Steps }),
	format.Field("request", format.Maybe[Request](requestFormat), "The request that is part of the fix.", func(f *Fix) **Request { return &f.Request }),
	format.Field("expect", format.Maybe[Expect](expectFormat), "What shows that it worked.", func(f *Fix) **Expect { return &f.Expect }),
)

var relatedFormat = format.Describe("related entry", "Another entry, and why a reader may want it.",
	format.Field("slug", entryRef, "The other entry: a slug of the same status, or `status/slug`.", func(r *Related) *string { return &r.Slug }).Require(),
	format.Field("why", inline, "Why it is related.", func(r *Related) *string { return &r.Why }).Require(),
)

// EntryFormat describes the file of an entry.
var EntryFormat = format.Describe("<status>/<slug>.yaml", "One entry: a problem type (RFC 9457).",
	format.Field("title", line, "The title that the API sends, word for word.", func(e *Entry) *string { return &e.Title }).Require(),
	format.Field("status", statusCode, "The status; must agree with the folder's name.", func(e *Entry) *int { return &e.StatusCode }).Default("from the folder's name"),
	format.Field("slug", slug, "The slug; must agree with the file's name.", func(e *Entry) *string { return &e.Slug }).Default("from the file's name"),
	format.Field("code", line, "The short code that the API itself uses, such as `TOKEN_EXPIRED`.", func(e *Entry) *string { return &e.ShortCode }).Default("the slug"),
	format.Field("type", absoluteURI, "The type URI.", func(e *Entry) *string { return &e.Type }).Default("`base`, the status, `/`, the slug"),
	format.Field("family", slug, "The group it belongs to.", func(e *Entry) *string { return &e.Family }),
	format.Field("summary", inline, "One sentence that stands alone: what happened.", func(e *Entry) *string { return &e.Summary }),
	format.Field("tags", slugs, "Words to find it by.", func(e *Entry) *[]string { return &e.Tags }),
	format.Field("since", line, "The version of the API that first sent it.", func(e *Entry) *string { return &e.Since }),
	format.Field("updated", format.Date{}, "Date of the last change of meaning.", func(e *Entry) *string { return &e.Updated }),
	format.Field("aliases", format.List[string](addressForm, "list of slugs and paths"), "Old slugs or paths, which lead to this page and this type.", func(e *Entry) *[]string { return &e.Aliases }),
	format.Field("deprecated", format.Maybe[Lifecycle](lifecycleFormat), "The API will stop sending it.", func(e *Entry) **Lifecycle { return &e.Deprecated }),
	format.Field("retired", format.Maybe[Lifecycle](lifecycleFormat), "The API sends it no more; page and slug stay.", func(e *Entry) **Lifecycle { return &e.Retired }),
	format.Field("draft", format.Bool{}, "`true` keeps it out of every release.", func(e *Entry) *bool { return &e.Draft }).Default("`false`"),
	format.Field("go", entryGoFormat, "Its Go code.", func(e *Entry) *EntryGo { return &e.Go }),
	format.Field("instance", line, "An example of the member `instance` (RFC 9457 section 3.1.5).", func(e *Entry) *string { return &e.Instance }),
	format.Field("params", format.List[Param](paramFormat, "list of params"), "Typed extension members, and the placeholders of details, challenges and headers.", func(e *Entry) *[]Param { return &e.Params }),
	format.Field("details", format.List[Detail](detailFormat, "list of details"), "What the server says, one for each scenario.", func(e *Entry) *[]Detail { return &e.Details }),
	format.Field("challenges", format.List[Challenge](challengeFormat, "list of challenges"), "The challenges that it sends.", func(e *Entry) *[]Challenge { return &e.Challenges }).Default("those of the status"),
	format.Field("headers", format.Pairs{Kind: "mapping of field names to values"}, "More header fields. Values may hold placeholders.", func(e *Entry) *[]Pair { return &e.Headers }),
	format.Field("recovery", format.Maybe[Recovery](recoveryFormat), "What a client should do.", func(e *Entry) **Recovery { return &e.Recovery }),
	format.Field("description", markdown, "Background; headings from `###`.", func(e *Entry) *string { return &e.Description }),
	format.Field("causes", format.List[Cause](causeFormat, "list of causes"), "Why it occurs, the most common first.", func(e *Entry) *[]Cause { return &e.Causes }),
	format.Field("fixes", format.List[Fix](fixFormat, "list of fixes"), "Ways out, in the order in which to try them.", func(e *Entry) *[]Fix { return &e.Fixes }),
	format.Field("faq", format.List[Question](questionFormat, "list of questions"), "Questions and answers.", func(e *Entry) *[]Question { return &e.FAQ }),
	format.Field("security", markdown, "What the server must not reveal here.", func(e *Entry) *string { return &e.Security }),
	format.Field("related", format.List[Related](relatedFormat, "list of related entries"), "Other entries, with the reason.", func(e *Entry) *[]Related { return &e.Related }),
	format.Field("lookalikes", format.List[Lookalike](lookalikeFormat, "list of lookalikes"), "Statuses that are taken for this error.", func(e *Entry) *[]Lookalike { return &e.Lookalikes }),
	format.Field("references", format.List[Reference](referenceFormat, "list of references"), "Sources.", func(e *Entry) *[]Reference { return &e.References }),
)

// BadBase says what is wrong with a base, and how to mend it; nothing if it is fine.
func BadBase(s string) (what, help string) {
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "":
		return "base is not an absolute http or https URI", "write it as https://errors.example.com/"
	case u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.ContainsAny(s, "?#\\ "):
		return "base holds more than a host and a path", "leave out user, query and fragment"
	case !strings.HasSuffix(s, "/"):
		return "base does not end with a slash", "write " + s + "/"
	case strings.Contains(u.Path, "//") || strings.Contains(u.Path, "/./") || strings.Contains(u.Path, "/../"):
		return "base has a path that is not clean", "leave out empty, . and .. parts"
	}
	return "", ""
}

// badBase is BadBase with the value in its message.
func badBase(s string) (what, help string) {
	if what, help = BadBase(s); what != "" {
		what = "the base " + diag.Quote(s) + strings.TrimPrefix(what, "base")
	}
	return what, help
}

// nearMethod guesses which method was meant, as help.
func nearMethod(s string) string {
	if upper := strings.ToUpper(s); upper != s {
		return "did you mean " + upper + "?"
	}
	return ""
}

func notAbsolute(s string) (what, help string) {
	u, err := url.Parse(s)
	if err != nil || !u.IsAbs() || u.User != nil || strings.ContainsAny(s, " <>\"\\^`{|}") {
		return diag.Quote(s) + " is not an absolute URI", "write it as https://errors.example.com/401/token-expired"
	}
	if !slices.Contains(typeSchemes, u.Scheme) {
		return diag.Quote(s) + " has a scheme that no type URI may have", "use one of: " + strings.Join(typeSchemes, ", ")
	}
	return "", ""
}

// typeSchemes are the schemes that type URIs may have. A page shows the URI, and some
// clients open it.
var typeSchemes = []string{"https", "http", "urn", "tag", "about"}

// notLink allows the schemes that readers can follow safely. Anything else is
// refused, rather than a list of bad ones kept.
func notLink(s string) (what, help string) {
	u, err := url.Parse(s)
	if err != nil || strings.ContainsAny(s, " <>\"\\^`|") {
		return "the address " + diag.Quote(s) + " is malformed", "write it as https://example.com/page, and percent-encode what is no part of a URL"
	}
	switch {
	case u.User != nil:
		return "the address " + diag.Quote(s) + " holds a user name", "leave it out"
	case u.Scheme == "mailto" && u.Opaque != "":
	case (u.Scheme == "https" || u.Scheme == "http") && u.Host != "":
	case u.Scheme == "https" || u.Scheme == "http":
		return "the address " + diag.Quote(s) + " names no host", "write it as https://example.com/page"
	default:
		return "the address " + diag.Quote(s) + " is not one that pages may link to", "begin it with https://, http:// or mailto:"
	}
	return "", ""
}

var patternName = regexp.MustCompile(`\{([^{}]*)\}`)

// patternOf allows addresses with the given names in braces, behind the host.
func patternOf(names ...string) func(string) (what, help string) {
	return func(s string) (what, help string) {
		for _, m := range patternName.FindAllStringSubmatch(s, -1) {
			if !slices.Contains(names, m[1]) {
				return "the pattern " + diag.Quote(s) + " names {" + m[1] + "}, which is not known", cmp.Or(diag.DidYouMean(m[1], names), "use {"+strings.Join(names, "}, {")+"}")
			}
		}
		plain := patternName.ReplaceAllString(s, "x")
		if strings.ContainsAny(plain, "{}") {
			return "the pattern " + diag.Quote(s) + " has a brace without its other half", "write {" + names[0] + "}, or percent-encode the brace"
		}
		if u, err := url.Parse(s); err != nil || strings.ContainsAny(u.Host, "{}") {
			return "the pattern " + diag.Quote(s) + " has a name in its host", "begin it with the host itself"
		}
		return notLink(plain)
	}
}
