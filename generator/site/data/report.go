package data

// Kind is the kind of text that was recognized. Package match has the rules.
type Kind string

// The kinds of texts.
const (
	KindResponse  Kind = "http-response"
	KindProblem   Kind = "problem-json"
	KindChallenge Kind = "challenge"
	KindLog       Kind = "log-line"
	KindType      Kind = "type-uri"
	KindDetail    Kind = "detail"
	KindName      Kind = "name"
	KindWords     Kind = "words"
)

var kinds = []Kind{KindResponse, KindProblem, KindChallenge, KindLog, KindType, KindDetail, KindName, KindWords}

// Confidence is how certain a candidate is. Package match has the rules.
type Confidence string

// The degrees of confidence.
const (
	Exact    Confidence = "exact"
	Likely   Confidence = "likely"
	Possible Confidence = "possible"
)

// Confidences are all degrees of confidence, the most certain first.
var Confidences = []Confidence{Exact, Likely, Possible}

// Report is the output of errdocs explain --format json: which entries a text is about.
type Report struct {
	Input      Kind        `json:"input" jsonschema:"What the text was read as."`
	Status     int         `json:"status,omitempty" jsonschema:"The status of the response, if the text contains it."`
	Candidates []Candidate `json:"candidates" jsonschema:"The entries that the text may be about, the best first."`
	Notes      []string    `json:"notes" jsonschema:"Contradictions in the text, and parts that were read leniently."`
}

// Candidate is an entry that a text may be about. Its addresses are those of the published
// pages.
type Candidate struct {
	Type       string            `json:"type" jsonschema:"The type URI of the entry."`
	Title      string            `json:"title" jsonschema:"Its title."`
	Confidence Confidence        `json:"confidence" jsonschema:"exact: a known type URI, or a detail that only one case can send; likely: the challenge, title or code match, or several cases can send the detail; possible: only words match."`
	Case       string            `json:"case,omitempty" jsonschema:"The ID of the scenario that the detail identifies."`
	Params     map[string]string `json:"params,omitempty" jsonschema:"The values of the params in the detail."`
	Why        []string          `json:"why" jsonschema:"The evidence for this entry, the strongest first."`
	Fix        *FirstFix         `json:"fix,omitempty" jsonschema:"The fix to try first."`
	Recovery   *Recovery         `json:"recovery,omitempty" jsonschema:"What a client should do."`
	Retryable  bool              `json:"retryable" jsonschema:"Whether the same request, unchanged, may succeed later."`
	Links      Links             `json:"links" jsonschema:"Addresses of the entry. The address of the HTML page links to the case, if it is known."`
}

// FirstFix identifies a fix.
type FirstFix struct {
	ID    string `json:"id" jsonschema:"The ID of the fix within the entry."`
	Title string `json:"title" jsonschema:"What to do, in Markdown."`
}
