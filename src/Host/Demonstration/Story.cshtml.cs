using Microsoft.AspNetCore.Mvc;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.Sessions;
using NhatLe.Organization.Reforms;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;
using NhatLe.Platform.Web;

namespace NhatLe.Host.Demonstration;

/// <summary>Where a visitor of the demonstration begins: every role one press away, and the story in five minutes. Not there in production.</summary>
public sealed class StoryModel(DemonstrationMode mode, DemonstrationAccounts accounts, StoryBook book, SignIn.Handler signIn) : FormPage
{
    /// <param name="Key">Stands in addresses.</param>
    /// <param name="Login">Whose chapter it is; null for a stranger.</param>
    /// <param name="Go">Where the person begins.</param>
    /// <param name="IsDone">Null where nothing tells.</param>
    /// <param name="Help">What the press of "Làm giúp" says; null where there is nothing to do for the visitor.</param>
    /// <param name="Blocked">Why it cannot be done yet.</param>
    public sealed record Chapter(string Key, string? Login, string Icon, string Title, string Text, string Go, bool? IsDone, string? Help, string? Blocked)
    {
        /// <summary>What came of it, counted.</summary>
        public ReformOutcome? Outcome { get; init; }
    }

    public Telling Telling { get; private set; } = new(null, false, false, false, false, null, false);
    public IReadOnlyList<Chapter> Chapters { get; private set; } = [];
    public DemonstrationAccounts.File Accounts { get; private set; } = null!;

    /// <summary>The chapter to go on with.</summary>
    public string? Now => Chapters.FirstOrDefault(c => c.IsDone == false)?.Key;

    protected override async Task Load(CancellationToken ct)
    {
        if (!mode.IsOn) throw Refusal.Missing("demonstration", "Không có trang này.");
        Accounts = await accounts.Read(ct);
        Telling = await book.Read(ct);
        Chapters = [.. Tell(Telling)];
    }

    static IEnumerable<Chapter> Tell(Telling t)
    {
        var dossier = t.Code is null ? "/viec" : $"/giai-quyet/{t.Code}";
        const string filesFirst = "Chờ chị Liên nộp hồ sơ.";
        yield return new("nop", StoryBook.Mother, "send", "Chị Liên nộp hồ sơ từ điện thoại", "Con chị sinh tuần trước, ở bản Ka Oóc. Chị trả lời vài câu, chụp giấy chứng sinh rồi gửi.",
            $"/thu-tuc/{StoryBook.Procedure}", t.IsFiled, "Điền sẵn, chỉ còn bấm nộp", null);
        yield return new("tiep-nhan", StoryBook.Clerk, "bell", "Một cửa nghe tiếng báo, bấm một phím", "Hồ sơ tự hiện trong hộp việc. Phím F9 tiếp nhận và in giấy hẹn. Hạn do pháp luật tính, có giải thích.",
            dossier, t.Accepted, "Làm giúp bước này", t.IsFiled ? null : filesFirst);
        yield return new("giai-quyet", StoryBook.Justice, "pen", "Công chức tư pháp chuẩn bị kết quả", "Anh Đông đối chiếu giấy tờ, gửi dự thảo giấy khai sinh và trình ký.",
            dossier, t.Processed, "Làm giúp bước này", t.Accepted ? null : "Chờ một cửa tiếp nhận.");
        yield return new("ky", StoryBook.Chair, "sign", "Chủ tịch xã ký trên điện thoại", "Việc đỏ nhất nằm trên. Đọc, chọn, ký. Giấy nào vừa bị sửa thì tự tách ra.",
            "/ky", t.Signed, "Làm giúp bước này", t.Processed ? null : "Chờ công chức tư pháp trình.");
        yield return new("tra", StoryBook.Clerk, "check", "Một cửa trả kết quả", "Chị Liên tải giấy khai sinh ngay trên điện thoại và đánh giá việc phục vụ.",
            dossier, t.Returned, "Làm giúp bước này", t.Signed ? null : "Chờ chủ tịch xã ký.");
        yield return new("xac-minh", null, "qr", "Người lạ quét mã QR trên giấy hẹn", "Không cần tài khoản: giấy thật hay giả, ai ký, còn hiệu lực không. Tên người dân được che.",
            t.SlipCode is null ? "/tra-cuu" : "/xac-minh/" + t.SlipCode, null, null, t.SlipCode is null ? "Chờ một cửa tiếp nhận." : null);
        yield return new("ai-da-xem", StoryBook.Mother, "eye", "Chị Liên xem ai đã đọc dữ liệu của mình", "Từng lần mở hồ sơ: ai, lúc nào, để làm gì. Nhật ký được niêm phong, ai cũng kiểm tra được.",
            "/ai-da-xem", null, null, t.Accepted ? null : "Chờ một cửa mở hồ sơ.");
        yield return new("giao-viec", StoryBook.Chairman, "chart", "Chủ tịch tỉnh đọc trong 60 giây và giao việc", "Bấm một tỷ lệ, xuống huyện, xuống xã, đến từng hồ sơ trễ và người đang giữ. Bấm “Giao việc”: nơi nhận thấy ngay.",
            "/buoi-sang", t.TaskGiven ? true : null, null, null);
        yield return new("sap-xep", StoryBook.Administrator, "transfer", "Tỉnh sắp xếp lại đơn vị trong một lần bấm", "Sáu xã nhập vào xã bên cạnh. Diễn tập trước, rồi hồ sơ, việc, lịch hẹn và cán bộ cùng chuyển; hạn trả giữ nguyên.",
            "/to-chuc/sap-xep", t.Reformed is null ? null : true, t.Reformed is null ? "Sắp xếp ngay" : null, null) { Outcome = t.Reformed };
    }

    public Task OnGet(CancellationToken ct) => Load(ct);

    /// <summary>One press: this browser is that person.</summary>
    public async Task<IActionResult> OnPostAs(string? login, string? go, CancellationToken ct)
    {
        await Load(ct);
        return await Act(async () =>
        {
            await SignInAs(login ?? "", ct);
            return See(go is ['/', ..] && Url.IsLocalUrl(go) && go.All(char.IsAscii) ? go : login == StoryBook.Mother ? "/ho-so-cua-toi" : "/viec");
        }, ct);
    }

    /// <summary>The chapter is done for the visitor.</summary>
    public async Task<IActionResult> OnPostHelp(string? chapter, CancellationToken ct)
    {
        await Load(ct);
        return await Act(async () =>
        {
            var known = Chapters.FirstOrDefault(c => c.Key == chapter && c.Help is not null) ?? throw Refusal.Missing("chapter", "Không có phần này trong câu chuyện.");
            if (known.Blocked is { } why) throw Refusal.Conflict("chapter.later", why);
            switch (known.Key)
            {
                case "nop":
                    await SignInAs(StoryBook.Mother, ct);
                    return See($"/dich-vu-cong/nop/{await book.FillIn(ct)}/kiem-tra");
                case "tiep-nhan": await book.Accept(Telling.Code!, ct); break;
                case "giai-quyet": await book.Process(Telling.Code!, ct); break;
                case "ky": await book.Sign(Telling.Code!, ct); break;
                case "sap-xep": await book.Reform(ct); break;
                case "tra": await book.Return(Telling.Code!, ct); break;
            }
            return See($"/trinh-dien#{known.Key}");
        }, ct);
    }

    async Task SignInAs(string login, CancellationToken ct)
    {
        if (Accounts.Accounts.All(a => a.Login != login)) throw Refusal.Missing("account", "Không có vai này trong bản trình diễn.");
        var result = await signIn.Run(new() { Login = login, Password = Accounts.Password }, Device.Of(HttpContext), ct);
        if (result.Write(HttpContext) is null) throw Refusal.Conflict("story.two-steps", "Vai này đã bật xác thực hai bước. Hãy đăng nhập bằng mật khẩu và mã ở trang Đăng nhập.");
    }

    public string NameOf(string login) => Accounts.Accounts.First(a => a.Login == login) is var account && Texts.IsEnglish ? account.LabelEn : account.Label;
}
