package gogen

import "github.com/errdocs/errdocs/generator/catalog"

// Names tells what the things of a catalog are called in its Go package, for tools
// that read code which uses the package.
type Names struct{ namer namer }

// NamesOf returns the names that Render gives to the catalog.
func NamesOf(c *catalog.Catalog) Names { return Names{newNamer(c.Go.Initialisms)} }

// Constant returns the name of the entry's constant, such as TokenExpired.
func (n Names) Constant(e *catalog.Entry) string { return n.namer.constant(e) }

// Constructor returns the name of the scenario's constructor, such as
// NewTokenExpiredAt, or "" where it has none.
func (n Names) Constructor(s catalog.Scenario) string { return n.namer.constructor(s) }
