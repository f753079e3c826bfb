package diag

// Check is one thing that errdocs looks for: a stable ID, whether it stops the
// build, and the explanation that docs/checks.md is generated from.
type Check struct {
	ID       string
	Severity Severity
	Title    string // what is wrong, as a heading
	Explain  string // why it matters and what to do; Markdown
}

// The checks. An ID never changes its meaning and is never used again.
var (
	NoCatalog      = &Check{"FIL001", Error, "No catalog", "The folder holds no `errdocs.yaml`, or a catalog without a single entry. An empty catalog would publish an empty site over the one that is there."}
	NotAFile       = &Check{"FIL002", Error, "Not a regular file", "A catalog is made of regular files. Symbolic links, devices and pipes are refused, because a catalog may come from a stranger's pull request and a link can point anywhere on the machine that builds it."}
	MisplacedFile  = &Check{"FIL003", Error, "A file or folder with a name the catalog does not know", "A catalog holds `errdocs.yaml`, `<status>.yaml` and `<status>/<slug>.yaml`. Statuses go from 400 to 599. A slug is made of lower-case letters, digits and single hyphens, has at most 64 characters, and is no name that Windows reserves for a device."}
	UnreadableFile = &Check{"FIL004", Error, "A file cannot be read", "The file is there, but the machine does not give its content: see the reason in the message."}

	YAMLSyntax    = &Check{"YML001", Error, "YAML syntax", "The file is not YAML. The position is where the parser gave up; the mistake is often one line above, such as a quote that is not closed or a line that is not indented like its neighbours."}
	SeveralDocs   = &Check{"YML002", Error, "Several YAML documents", "A file holds one document. What follows a line `---` or `...` would be ignored silently by most tools, so it is refused here."}
	YAMLReference = &Check{"YML003", Error, "Anchor, alias, merge key or tag", "Anchors (`&x`), aliases (`*x`), merge keys (`<<`) and tags (`!x`) are not part of the format: they let a small file expand to gigabytes and make a value mean something else than it says. Write the value out."}
	BadCharacter  = &Check{"YML004", Error, "A character that is refused", "Files are UTF-8. Control characters, line separators other than LF, and characters that reorder or hide text are refused, raw and escaped alike: a reviewer must see what readers and agents will get."}
	OverLimit     = &Check{"YML005", Error, "A limit is exceeded", "Sizes are bounded, so that no catalog can hang a build or exhaust its memory. The message names the limit; `docs/limits.md` lists them."}
	DuplicateKey  = &Check{"YML006", Error, "A key is given twice", "YAML parsers keep one of two equal keys and drop the other without a word."}

	UnknownKey     = &Check{"FMT001", Error, "Unknown key", "The key is not part of the format: most often a typo. `docs/catalog-format.md` lists every key."}
	MissingKey     = &Check{"FMT002", Error, "A key is missing", "The object cannot be understood without this key."}
	WrongType      = &Check{"FMT003", Error, "Wrong type of value", "The key takes another type of value. YAML turns some words into other types: quote a string such as `\"401\"` or `\"yes\"`."}
	MalformedValue = &Check{"FMT004", Error, "Malformed value", "The value does not have the form that the key asks for; the message says what that is."}
	UnknownValue   = &Check{"FMT005", Error, "Not one of the allowed values", "The key takes one word of a closed list."}
	EmptyValue     = &Check{"FMT006", Error, "Empty value", "A key that is there says something. Leave the key out if there is nothing to say."}

	DisagreeingName  = &Check{"CAT001", Error, "Status or slug disagree with the file's name", "The status is the folder's name and the slug the file's. Both may be repeated inside, and must then agree."}
	DuplicateType    = &Check{"CAT003", Error, "Two entries with one type URI", "The type URI identifies the problem type (RFC 9457 section 3.1.1). Two entries with the same one cannot be told apart by any client."}
	MisplacedType    = &Check{"CAT004", Error, "A type URI under base that is not its page", "A type URI under `base` is the address of the entry's page. One that points elsewhere under `base` would answer 404 or, worse, with another page."}
	TakenAddress     = &Check{"CAT005", Error, "An address is taken", "Aliases keep old addresses alive. One that equals a page, another alias or a file of the site would hide it."}
	UnknownFamily    = &Check{"CAT006", Error, "Unknown family", "Families are declared in `errdocs.yaml`, in the order in which the site shows them."}
	UnknownEntry     = &Check{"CAT007", Error, "Unknown entry", "`related`, `deprecated.use`, `retired.use` and `responses.fallback` name entries of this catalog: `slug` for one of the same status, `status/slug` for another."}
	UnknownFix       = &Check{"CAT008", Error, "Unknown fix", "A detail or cause names a fix that its entry does not have."}
	DuplicateID      = &Check{"CAT009", Error, "An ID is given twice", "IDs of details, fixes, params and families become addresses and names, tags and related entries become lists: each is given once."}
	SelfReference    = &Check{"CAT010", Error, "An entry refers to itself", "A related entry or a replacement is another entry."}
	SecondUnnamed    = &Check{"CAT011", Error, "A second detail without id", "One detail of an entry may have no `id`. A second one needs a name, since both become constructors and fragments."}
	UndeclaredParam  = &Check{"CAT012", Error, "A placeholder that is not declared", "Every `{placeholder}` of a detail, challenge or header is a param of its entry, so that clients find its value in a member of its own and never parse text (RFC 9457 section 3.1.4)."}
	UnusedParam      = &Check{"CAT013", Error, "A required param that nothing uses", "A param that no detail, challenge or header names is sent all the same, and every constructor asks for it. Say so with `optional: true`, or use it."}
	WrongExample     = &Check{"CAT014", Error, "An example of another type than its param", "The example fills the responses on the pages, so it has the type of the param."}
	ReservedMember   = &Check{"CAT015", Error, "A member name that is taken", "RFC 9457 defines `type`, `title`, `status`, `detail` and `instance`; a param or member cannot have one of these names, nor that of a member that every response carries."}
	DraftReference   = &Check{"CAT016", Error, "A reference to a draft", "A draft has no page in a release, so a link to it would be dead."}
	RetiredReference = &Check{"CAT017", Error, "A replacement that is retired or deprecated itself", "`deprecated.use` leads readers to what they should use now."}
	RequestBody      = &Check{"CAT018", Error, "More than one body in a request", "A request has one of `form`, `json` and `body`."}
	ForeignPath      = &Check{"CAT019", Error, "A path that leaves its folder", "Paths in a catalog are relative and hold no `..`."}
	MissingChallenge = &Check{"HTTP001", Error, "A 401 or 407 without a challenge", "A server that answers 401 must send WWW-Authenticate, one that answers 407 Proxy-Authenticate, with at least one challenge (RFC 9110 sections 15.5.2 and 15.5.8). Give `challenges` in the entry, or a default in `<status>.yaml`."}
	MissingAllow     = &Check{"HTTP002", Error, "A 405 without Allow", "A 405 names the methods that are allowed in the Allow field (RFC 9110 section 15.5.6)."}
	BareChallenge    = &Check{"HTTP003", Error, "A challenge that lacks a parameter", "A Bearer challenge has at least one parameter (RFC 6750 section 3); Basic and Digest need a realm (RFC 7617 section 2, RFC 7616 section 3.3). A `realm` in `errdocs.yaml` serves all of them."}
	NeedlessError    = &Check{"HTTP004", Error, "An error code where no credential was sent", "A request without credentials gets a Bearer or DPoP challenge without `error` (RFC 6750 section 3.1). Clients use the code to tell \"log in\" from \"get a new token\"."}
	ChallengeSyntax  = &Check{"HTTP005", Error, "A challenge that breaks the grammar", "Schemes and parameter names are tokens, no name occurs twice, values are printable ASCII (RFC 9110 section 11.2). `error` and `error_description` hold neither quotes nor backslashes, `scope` is a list of tokens (RFC 6750 section 3)."}
	HeaderSyntax     = &Check{"HTTP006", Error, "A header that breaks the grammar", "Names are tokens and values printable ASCII (RFC 9110 section 5)."}
	ReservedHeader   = &Check{"HTTP007", Error, "A header that the response sets itself", "Content-Type, Content-Length, Content-Language and the challenges come from other keys, and hop-by-hop fields belong to the connection (RFC 9110 section 7.6.1)."}
	RawHTML          = &Check{"MD001", Error, "Raw HTML", "Markdown of a catalog holds no HTML: what the page drops, an agent would still read in the twin. Write it in `code`."}
	LinkTarget       = &Check{"MD002", Error, "A link to a place that is not allowed", "Links go to `https`, `http` and `mailto` addresses, to pages of this site and to fragments of the page."}
	DanglingLink     = &Check{"MD003", Error, "A link that leads nowhere", "The site has no page or no section of that name."}
	FenceLanguage    = &Check{"MD004", Error, "A code block without a language", "Every fenced block names its language, `text` if there is no other: readers get colours, agents know what they hold."}
	FenceSyntax      = &Check{"MD005", Error, "A code block that does not parse", "Blocks of JSON, YAML, Go and HTTP are parsed, since a reader will copy them."}
	HeadingLevel     = &Check{"MD006", Error, "A heading of the wrong level", "The page owns the upper levels: `#` nowhere, `##` in the description of a status alone."}
	MarkupTooComplex = &Check{"MD007", Error, "Markdown that is too complex", "Some short texts take a Markdown parser minutes. The limits are far above what a reader could follow."}
	LiveSecret       = &Check{"SEC001", Error, "Something that looks like a live secret", "Examples use placeholders such as `$TOKEN`. A text with the shape of a real key sets off secret scanners everywhere it is copied, and may be one."}
	NoImages         = &Check{"MD008", Error, "An image", "A catalog is text: its pages, twins and terminal output must say the same."}
	InlineOnly       = &Check{"MD009", Error, "A block in a one-line text", "This key takes one line of text, with `code`, emphasis and links; lists, headings and code blocks go elsewhere."}
	GoNoName         = &Check{"GO001", Error, "No Go name can be made", "A Go name begins with a letter. Set `go.name`."}
	GoBadName        = &Check{"GO002", Error, "A Go name that is none", "`go.name` is an exported Go identifier; `go.package` and the names of params are identifiers."}
	GoCollision      = &Check{"GO003", Error, "A Go name is taken", "Two things of the catalog would get the same name in the generated package."}
	GoReserved       = &Check{"GO004", Error, "A Go name that the generated package uses itself", "The runtime of the generated package owns some names and keeps others for later."}
	MissingSummary   = &Check{"CON001", Warning, "No summary", "One sentence that stands alone: it is the page's description, the note in `llms.txt` and the first line of the Go comment."}
	MissingDetail    = &Check{"CON002", Warning, "No detail", "The text that the server sends is what people search for."}
	MissingCause     = &Check{"CON003", Warning, "No cause", "Readers recognise their situation by its cause."}
	MissingFix       = &Check{"CON004", Warning, "No fix", "A page without a fix leaves its reader where they were."}
	DetailWithoutFix = &Check{"CON005", Warning, "A detail that names no fix", "Each case leads to the fix that is its own: `fix: <id>`."}
	CauseWithoutFix  = &Check{"CON006", Warning, "A cause that names no fix", "Each cause leads to the fix that removes it: `fix: <id>`."}
	AmbiguousDetail  = &Check{"CON007", Warning, "Two details that could be the same text", "A detail should lead back to its entry. With these two, nobody who holds the text can tell which case it is."}
	LongTwin         = &Check{"CON008", Warning, "The Markdown page is too long", "A page of at most 5,000 characters fits the smallest window of an agent, and the patience of a reader."}
	LongOpening      = &Check{"CON009", Warning, "The opening is too long", "Summary, first fix and verdict together stay within 600 characters, so that the first screen is enough to act."}
	MissingExample   = &Check{"CON010", Warning, "A param without an example", "The example fills the responses on the page; without it a fixed value of the type stands in."}
	MissingRecovery  = &Check{"CON011", Warning, "No recovery", "`recovery` says whether to repeat the request, what to do, who acts and when to stop: the four things an agent asks first."}
)

// Checks lists all checks in the order of the documentation.
var Checks = []*Check{
	NoCatalog, NotAFile, MisplacedFile, UnreadableFile,
	YAMLSyntax, SeveralDocs, YAMLReference, BadCharacter, OverLimit, DuplicateKey,
	UnknownKey, MissingKey, WrongType, MalformedValue, UnknownValue, EmptyValue,
	DisagreeingName, DuplicateType, MisplacedType, TakenAddress, UnknownFamily, UnknownEntry, UnknownFix,
	DuplicateID, SelfReference, SecondUnnamed, UndeclaredParam, UnusedParam, WrongExample, ReservedMember,
	DraftReference, RetiredReference, RequestBody, ForeignPath,
	MissingChallenge, MissingAllow, BareChallenge, NeedlessError, ChallengeSyntax, HeaderSyntax, ReservedHeader,
	RawHTML, LinkTarget, DanglingLink, FenceLanguage, FenceSyntax, HeadingLevel, MarkupTooComplex, NoImages, InlineOnly,
	LiveSecret,
	GoNoName, GoBadName, GoCollision, GoReserved,
	MissingSummary, MissingDetail, MissingCause, MissingFix, DetailWithoutFix, CauseWithoutFix, AmbiguousDetail,
	LongTwin, LongOpening, MissingExample, MissingRecovery,
}
