package dev.atrium.system;

import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.util.WriterReportImpl;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;

/// What EPUBCheck, the conformance checker of the W3C, has to say of a book.
final class EpubFindings {

    private EpubFindings() {}

    /// Errors and warnings; empty if there are none.
    static String of(byte[] epub) {
        StringWriter findings = new StringWriter();
        WriterReportImpl report = new WriterReportImpl(new PrintWriter(findings));
        new EpubCheck(new ByteArrayInputStream(epub), report, "book.epub").check();
        int faults = report.getFatalErrorCount() + report.getErrorCount() + report.getWarningCount();
        return faults == 0 ? "" : findings.toString();
    }
}
