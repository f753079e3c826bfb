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
		Long: `Build checks the catalog and writes the site. If the catalog has errors, build
writes nothing.

The new and changed files are staged in the output directory, then renamed into
place one by one. Readers see only complete files. Unchanged files are not
touched.

A build that fails changes nothing. A build that is killed while it renames
files leaves a mix of old and new pages until the next build.`,
		Example: `  errdocs build                     # write public/ next to catalog/
  errdocs build --check --strict    # in CI: is public/ up to date?
  errdocs build --out dist --base https://preview.example.com/42/`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.build(cmd, flags) },
	}
	f := cmd.Flags()
	f.StringVar(&flags.out, "out", "", "output directory (default public/ next to the catalog)")
	f.StringVar(&flags.site.Base, "base", "", "URL to publish the pages at, if it is not the catalog's base; type URIs do not change")
	f.BoolVar(&flags.site.Drafts, "drafts", false, "include drafts")
	f.BoolVar(&flags.site.Offline, "offline", false, "link to files, for a site opened from disk")
	f.StringVar(&flags.site.Theme, "theme", "", "directory with templates/ and static/ that override the built-in files")
	f.BoolVar(&flags.checkOnly, "check", false, "write nothing; exit 1 if the output is out of date")
	f.BoolVar(&flags.strict, "strict", false, "treat warnings as errors")
	f.BoolVar(&flags.write.Force, "force", false, "write to a directory that contains other files, and keep those files")
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
	flags.write.AddOnly = src.BuiltIn && flags.out == "" // if the catalog is missing, the built-in one must not replace its site
	debug.SetGCPercent(loadPercent)
	run := generator.BuildOptions{
		Source: src, Site: flags.site, Dir: dir, Publish: flags.write, CheckOnly: flags.checkOnly, Strict: flags.strict,
		Epoch: os.Getenv(sourceDate), Loaded: setMemoryLimit,
	}
	built, err := o.buildWithProgress(cmd, run)
	if err != nil && built == nil {
		return withOutputHelp(err)
	}
	if reported := o.report(cmd, built.Findings); reported != nil {
		return reported
	}
	if err != nil {
		return withOutputHelp(err)
	}
	return o.result(cmd, flags, built)
}

// buildWithProgress builds, and shows progress if standard error is a terminal.
func (o *options) buildWithProgress(cmd *cobra.Command, run generator.BuildOptions) (*generator.Built, error) {
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

// result prints the result of a build.
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

// The memory limit of a build: more memory makes it faster, but users run other programs too. A build of
// n entries stays below 64 MiB + n × 16 KiB; the pages of the program itself come on top of the limit.
// While the catalog loads, n is unknown, and loadPercent is used instead of the limit.
const (
	memoryFixed    = 44 << 20
	memoryPerEntry = 63 << 8
	loadPercent    = 70
)

// setMemoryLimit sets the memory limit of the Go runtime for the size of the catalog. Below the limit,
// the garbage collector runs rarely.
func setMemoryLimit(entries int) {
	debug.SetMemoryLimit(memoryFixed + int64(entries)*memoryPerEntry)
	debug.SetGCPercent(400)
}

// withOutputHelp adds help to an error about an output directory.
func withOutputHelp(err error) error {
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
		return withHelp(err, "choose a different directory with --out, or keep these files with --force")
	case errors.As(err, &strange):
		return withHelp(err, "move it elsewhere")
	case errors.As(err, &removes):
		return withHelp(err, "run it in the directory of the catalog, or set the directory with --out")
	case errors.As(err, &notOurs):
		return withHelp(err, "remove it, or choose a different directory with --out")
	}
	return err
}

// tally returns the number of files that a plan wrote, removed and left unchanged.
func tally(p *publish.Plan) string {
	written, removed := p.Count()
	return fmt.Sprintf("%s written, %d removed, %d unchanged", plural(written, "file"), removed, p.Unchanged)
}

// maxDiffs is the maximum number of files that --check shows a diff for.
const maxDiffs = 20

// stale reports the files that are out of date, and the command that updates them.
// It shows diffs only for edited files: the others need none.
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
	fmt.Fprintf(cmd.ErrOrStderr(), "errdocs: %s out of date; run: %s\n", filesAre(len(p.Changes)), updateCommand(cmd))
	return errFindings
}

// updateCommand returns the command that updates the files that --check compared.
func updateCommand(cmd *cobra.Command) string {
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

func filesAre(n int) string {
	if n == 1 {
		return "1 file is"
	}
	return fmt.Sprintf("%d files are", n)
}
