package vet

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/diag"
)

// coverFiles match what Main and Collect of the generated test package write: the name
// of a scenario on each line.
const coverFiles = "*test.*.txt"

// unproducedScenarios adds a finding for each scenario that no test made the server
// send, at its detail. Those that the test package does not judge are left out.
func unproducedScenarios(k *known, cover fs.FS, l *diag.List) error {
	produced, err := readCover(cover)
	if err != nil {
		return err
	}
	for _, e := range k.catalog.Entries {
		if e.Deprecated != nil || e.Retired != nil || e.Go.SentBy != "" {
			continue
		}
		for _, s := range e.Scenarios() {
			if produced[s.Name()] {
				continue
			}
			l.Add(UnproducedScenario, scenarioPos(s), "no test made the server send %s", s.Name()).
				WithHelp("test what returns %s", k.qualify(cmp.Or(k.names.Constructor(s), k.names.Constant(e))))
		}
	}
	return nil
}

func scenarioPos(s catalog.Scenario) diag.Pos {
	if s.Detail == nil {
		return diag.Pos{File: s.Entry.File, Line: 1, Col: 1}
	}
	return s.Detail.At(s.Entry.File, "detail")
}

// readCover returns the names in all files of a folder.
func readCover(cover fs.FS) (map[string]bool, error) {
	files, err := fs.Glob(cover, coverFiles)
	if err != nil {
		return nil, fmt.Errorf("read the coverage: %w", err)
	}
	if len(files) == 0 {
		return nil, &diag.Advice{
			Err:  errors.New("the folder of --cover holds no coverage"),
			Help: "collect it with: ERRDOCS_COVERDIR=$PWD/DIR go test -count=1 ./...",
		}
	}
	names := map[string]bool{}
	for _, file := range files {
		data, err := fs.ReadFile(cover, file)
		if err != nil {
			return nil, fmt.Errorf("read the coverage: %w", err)
		}
		for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
			names[lines.Text()] = true
		}
	}
	return names, nil
}
