package data

// Passage is one section of one page, word for word.
type Passage struct {
	Type    string  `json:"type,omitempty" jsonschema:"The type URI of the entry; absent on pages that are not of one entry."`
	Title   string  `json:"title" jsonschema:"The title of the page."`
	Section string  `json:"section,omitempty" jsonschema:"The heading of the section; absent for the opening of a page."`
	Text    string  `json:"text" jsonschema:"The section, in Markdown."`
	URL     string  `json:"url" jsonschema:"The address of the section."`
	Score   float64 `json:"score" jsonschema:"How well it answers the question; the best comes first."`
}

// Heading returns the title of the passage's page and the heading of its section.
func (p *Passage) Heading() string {
	if p.Title == "" || p.Section == "" {
		return p.Title + p.Section
	}
	return p.Title + ": " + p.Section
}

// Answer is the response of errdocs serve to a question (?ask=).
type Answer struct {
	Question string    `json:"question" jsonschema:"The question, on one line."`
	Page     string    `json:"page" jsonschema:"The address of the page that was asked."`
	Passages []Passage `json:"passages" jsonschema:"The passages that answer the question, the best first."`
}
