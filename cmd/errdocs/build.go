package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/output"
)

func buildCommand(o *options) *cobra.Command {
	var (
		out                      string
		site                     generator.SiteOptions
		checkOnly, strict, force bool
	)
	cmd := &cobra.Command{
		Use:   "build",
		Short: "check the catalog and write the site",
		Example: `  errdocs build                     # write public/ beside catalog/
  errdocs build --check --strict    # in a workflow: is public/ current?
  errdocs build --out dist --base https://preview.example.com/42/`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			src, c, l, err := o.load(cmd)
			if err != nil {
				return err
			}
			dir, err := generator.SiteFolder(src, out)
			if err != nil {
				return err
			}
			if err := generator.CheckBase(site.Base); err != nil {
				return err
			}
			var files *output.FileSet
			if !l.HasErrors() {
				if err := o.date(cmd, src, c); err != nil {
					return err
				}
				if files, err = generator.Site(c, site, l); err != nil {
					return err
				}
			}
			if strict {
				l.Strict()
			}
			if err := o.report(cmd, l); err != nil {
				return err
			}
			if l.HasErrors() {
				errors, _ := l.Count()
				o.summary(cmd, "%s: nothing was written", plural(errors, "error"))
				return errFindings
			}
			plan, err := output.PlanSite(dir, files, output.Options{Force: force, Check: checkOnly})
			if damaged := (*output.DamagedError)(nil); errors.As(err, &damaged) {
				return withHelp(err, "restore it, or remove it and build with --force")
			}
			if foreign := (*output.ForeignError)(nil); errors.As(err, &foreign) {
				return withHelp(err, "choose another folder with --out, or keep these files beside the site with --force")
			}
			if err != nil {
				return err
			}
			if checkOnly {
				return o.stale(cmd, plan)
			}
			if err := plan.Apply(); err != nil {
				return err
			}
			o.summary(cmd, "%s: %s", dir, tally(plan))
			o.coverage(cmd, c)
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&out, "out", "", "folder to write (default public/ beside the catalog)")
	f.StringVar(&site.Base, "base", "", "where the pages will live, if not at the base; type URIs stay")
	f.BoolVar(&site.Drafts, "drafts", false, "with pages for drafts")
	f.BoolVar(&site.Offline, "offline", false, "with links to files, for a site opened from a folder")
	f.StringVar(&site.Theme, "theme", "", "folder whose templates/ and static/ replace built-in files")
	f.BoolVar(&checkOnly, "check", false, "write nothing; exit 1 if the folder is not current")
	f.BoolVar(&strict, "strict", false, "treat warnings as errors")
	f.BoolVar(&force, "force", false, "write beside files that errdocs did not write")
	return cmd
}

// tally says what a plan did.
func tally(p *output.Plan) string {
	written, removed := 0, 0
	for _, c := range p.Changes {
		if c.Kind == output.LeftOver {
			removed++
			continue
		}
		written++
	}
	return fmt.Sprintf("%s written, %d removed, %d unchanged", plural(written, "file"), removed, p.Unchanged)
}

// maxDiffs is how many files --check shows the difference of.
const maxDiffs = 20

// stale reports what is out of date, and the command that repairs it. A file that is
// missing or left over needs no diff to be understood.
func (o *options) stale(cmd *cobra.Command, p *output.Plan) error {
	if p.Empty() {
		return nil
	}
	diffs := 0
	for _, c := range p.Changes {
		if c.Kind == output.Edited && diffs < maxDiffs && diag.Format(o.format) == diag.FormatText {
			diffs++
			fmt.Fprintf(cmd.OutOrStdout(), "%s", c.Diff())
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
