package page

import "github.com/errdocs/errdocs/generator/catalog"

// The IDs of sections. They are fragments of URLs, so they never change.
const (
	idCases      = "case"
	idFixes      = "fix"
	idCauses     = "causes"
	idResponse   = "response"
	idFields     = "fields"
	idCode       = "code"
	idBackground = "background"
	idOwners     = "owners"
	idFailing    = "failing"
	idQuestions  = "questions"
	idRelated    = "related"
	idReferences = "references"
)

// entrySections are the sections that the page of an entry can have.
var entrySections = []string{
	idCases, idFixes, idCauses, idResponse, idFields, idCode, idBackground, idOwners, idFailing, idQuestions, idRelated, idReferences,
}

// statusSections are the sections that the page of a status can have, in addition to its
// groups and the headings of its description.
var statusSections = []string{idRelated, idQuestions, idReferences}

// idOther is the ID of the group of entries without a family.
const idOther = "g-other"

// CaseID returns the ID of a scenario among the cases of its entry's page.
func CaseID(s catalog.Scenario) string { return "case-" + s.ID() }

// ResponseID returns the ID of the response of a scenario on its entry's page.
func ResponseID(s catalog.Scenario) string { return "response-" + s.ID() }

// FixID returns the ID of a fix on its entry's page.
func FixID(f *catalog.Fix) string { return "fix-" + f.ID }

// groupID returns the ID of a family on a page that lists entries, or the ID of a status on
// the page of a family.
func groupID(of string) string { return "g-" + of }

// entryIDs returns the fragments of an entry's page. It includes empty sections: a link to
// one leads to the top of the page.
func entryIDs(e *catalog.Entry) []string {
	ids := append([]string(nil), entrySections...)
	for _, s := range e.Scenarios() {
		ids = append(ids, CaseID(s), ResponseID(s))
	}
	for i := range e.Fixes {
		ids = append(ids, FixID(&e.Fixes[i]))
	}
	return ids
}

// statusIDs returns the fragments of a status's page.
func (b *Builder) statusIDs(s *catalog.Status) []string {
	ids := append([]string(nil), statusSections...)
	for _, h := range b.md.Block(s.Description).Headings {
		ids = append(ids, h.ID)
	}
	for i := range b.c.Families {
		ids = append(ids, groupID(b.c.Families[i].ID))
	}
	return ids
}
