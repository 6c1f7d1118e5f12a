import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.util.WriterReportImpl;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;

/** Runs EPUBCheck over many books in one machine. A line a book: pass or FAIL, a tab, the file, a tab, what is wrong. */
public class CheckBooks {
    public static void main(String[] files) {
        boolean all = true;
        for (String file : files) {
            StringWriter said = new StringWriter();
            WriterReportImpl report = new WriterReportImpl(new PrintWriter(said), "", true);
            report.setEpubFileName(file);
            report.setLocale(Locale.ENGLISH);
            report.initialize();
            EpubCheck check = new EpubCheck(new File(file), report);
            check.setLocale(Locale.ENGLISH);
            check.check();
            boolean clean = report.getFatalErrorCount() + report.getErrorCount() + report.getWarningCount() == 0;
            all &= clean;
            String faults = clean ? "" : said.toString().trim().replace('\t', ' ').replaceAll("\\R", " / ");
            System.out.println((clean ? "pass" : "FAIL") + "\t" + file + "\t" + faults);
        }
        System.exit(all ? 0 : 1);
    }
}
