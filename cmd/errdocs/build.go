package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/publish"
)

// buildFlags are the flags of build.
type buildFlags struct {
	out               string
	site              generator.SiteOptions
	write             publish.Options
	checkOnly, strict bool
}

func buildCommand(o *options) *cobra.Command {
	var flags buildFlags
	cmd := &cobra.Command{
		Use:   "build",
		Short: "check the catalog and write the site",
		Long: `Build checks the catalog and writes the site. It stages the new and changed
files in the output directory, then renames them into place one by one. Readers
see only complete files, and unchanged files are left alone.

A build that fails changes nothing. A build that is killed while it renames
files leaves old and new pages side by side until the next build.`,
		Example: `  errdocs build                     # write public/ beside catalog/
  errdocs build --check --strict    # in a workflow: is public/ current?
  errdocs build --out dist --base https://preview.example.com/42/`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.build(cmd, flags) },
	}
	f := cmd.Flags()
	f.StringVar(&flags.out, "out", "", "folder to write (default public/ beside the catalog)")
	f.StringVar(&flags.site.Base, "base", "", "where the pages will live, if not at the base; type URIs stay")
	f.BoolVar(&flags.site.Drafts, "drafts", false, "with pages for drafts")
	f.BoolVar(&flags.site.Offline, "offline", false, "with links to files, for a site opened from a folder")
	f.StringVar(&flags.site.Theme, "theme", "", "folder whose templates/ and static/ replace built-in files")
	f.BoolVar(&flags.checkOnly, "check", false, "write nothing; exit 1 if the folder is not current")
	f.BoolVar(&flags.strict, "strict", false, "treat warnings as errors")
	f.BoolVar(&flags.write.Force, "force", false, "write beside files that errdocs did not write")
	return cmd
}

func (o *options) build(cmd *cobra.Command, flags buildFlags) error {
	src, err := o.locate(cmd)
	if err != nil {
		return err
	}
	dir, err := generator.SiteFolder(src, flags.out, flags.site.Theme)
	if err != nil {
		return err
	}
	if err := generator.CheckBase(flags.site.Base); err != nil {
		return err
	}
	flags.write.AddOnly = src.BuiltIn && flags.out == "" // a catalog that is lost must not cost its site
	debug.SetGCPercent(loadPercent)
	run := generator.BuildOptions{
		Source: src, Site: flags.site, Dir: dir, Publish: flags.write, CheckOnly: flags.checkOnly, Strict: flags.strict,
		Epoch: os.Getenv(sourceDate), Loaded: giveMemory,
	}
	built, err := o.watched(cmd, run)
	if err != nil && built == nil {
		return explained(err)
	}
	if reported := o.report(cmd, built.Findings); reported != nil {
		return reported
	}
	if err != nil {
		return explained(err)
	}
	return o.result(cmd, flags, built)
}

// watched builds, and shows the progress on a terminal.
func (o *options) watched(cmd *cobra.Command, run generator.BuildOptions) (*generator.Built, error) {
	w := cmd.ErrOrStderr()
	if o.format == diag.FormatText && isTerminal(w) && os.Getenv("TERM") != "dumb" {
		run.Progress = &generator.Progress{}
		p := showProgress(w, run.Progress.Now)
		defer p.end()
		w = p
	}
	run.Note = func(text string) { fmt.Fprintf(w, "errdocs: note: %s\n", text) }
	run.Publish.Note = run.Note
	return generator.Build(cmd.Context(), run)
}

// result says what a build has done.
func (o *options) result(cmd *cobra.Command, flags buildFlags, built *generator.Built) error {
	switch {
	case built.Findings.HasErrors():
		errors, _ := built.Findings.Count()
		o.summary(cmd, "%s: nothing was written", plural(errors, "error"))
		return errFindings
	case flags.checkOnly:
		return o.stale(cmd, built.Plan)
	}
	o.summary(cmd, "%s: %s", built.Plan.Dir, tally(built.Plan))
	o.coverage(cmd, built.Coverage)
	return nil
}

// The memory that a build may use: it is faster with more, and users run other programs. A build of n
// entries stays below 64 MiB + n × 16 KiB; the pages of the program itself come on top of the limit.
// While the catalog is loaded, n is not known yet, and loadPercent replaces the limit.
const (
	memoryFixed    = 44 << 20
	memoryPerEntry = 63 << 8
	loadPercent    = 70
)

// giveMemory limits the memory of the Go runtime by the size of the catalog, and up to the limit lets
// the garbage collector run rarely.
func giveMemory(entries int) {
	debug.SetMemoryLimit(memoryFixed + int64(entries)*memoryPerEntry)
	debug.SetGCPercent(400)
}

// explained adds to an error about the folder of an output what to do.
func explained(err error) error {
	var (
		damaged *publish.DamagedError
		foreign *publish.ForeignError
		strange *publish.InTheWayError
		notOurs *publish.NotOursError
		removes *publish.RemovesError
	)
	switch {
	case errors.As(err, &damaged):
		return withHelp(err, "restore it, or remove it and build with --force")
	case errors.As(err, &foreign):
		return withHelp(err, "choose another folder with --out, or keep these files beside the site with --force")
	case errors.As(err, &strange):
		return withHelp(err, "move it elsewhere")
	case errors.As(err, &removes):
		return withHelp(err, "run it where the catalog is, or give the folder with --out")
	case errors.As(err, &notOurs):
		return withHelp(err, "remove it, or choose another folder with --out")
	}
	return err
}

// tally says what a plan did.
func tally(p *publish.Plan) string {
	written, removed := p.Count()
	return fmt.Sprintf("%s written, %d removed, %d unchanged", plural(written, "file"), removed, p.Unchanged)
}

// maxDiffs is how many files --check shows the difference of.
const maxDiffs = 20

// stale reports what is out of date, and the command that repairs it. A
// missing or stale file needs no diff to be understood.
func (o *options) stale(cmd *cobra.Command, p *publish.Plan) error {
	if p.Empty() {
		return nil
	}
	diffs := 0
	for _, c := range p.Changes {
		if c.Kind == publish.Edited && diffs < maxDiffs && o.format == diag.FormatText {
			diffs++
			text, err := p.Diff(c)
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s", text)
		}
		fmt.Fprintf(cmd.ErrOrStderr(), "%s/%s\n", filepath.ToSlash(p.Dir), c)
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "errdocs: %s out of date; run: %s\n", isAre(len(p.Changes)), repair(cmd))
	return errFindings
}

// repair returns the command that writes what --check looked at.
func repair(cmd *cobra.Command) string {
	line := cmd.CommandPath()
	cmd.Flags().Visit(func(f *pflag.Flag) {
		switch {
		case f.Name == "check" || f.Name == "format":
		case f.Value.Type() == "bool":
			line += " --" + f.Name
		default:
			line += " --" + f.Name + " " + f.Value.String()
		}
	})
	return line
}

func isAre(n int) string {
	if n == 1 {
		return "1 file is"
	}
	return fmt.Sprintf("%d files are", n)
}
