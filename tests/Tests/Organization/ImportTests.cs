using System.Net;
using AngleSharp.Dom;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Organization.Structure;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Papers;
using NhatLe.Tests.Services;
using Workbook = NhatLe.Platform.Papers.Workbook;

namespace NhatLe.Tests.Organization;

/// <summary>Units and posts from a spreadsheet: read first, written when confirmed, all of it or nothing.</summary>
public sealed class ImportTests(App app) : IClassFixture<App>
{
    const string Land = "Công chức địa chính", Social = "Công chức văn hóa – xã hội";

    static readonly string[] Headings = ["Mã đơn vị", "Đơn vị", "Thuộc", "Mã định danh", "Họ tên", "Chức vụ", "Quyền", "Từ ngày", "Đến hết ngày", "Mã cán bộ"];

    static object?[] Row(string code, string? officer = null, string? position = null, string? unit = null, string? parent = null, string? until = null, string? id = null) =>
        [code, unit, parent, null, officer, position, null, null, until, id];

    static async Task<Upload> Sheet(params object?[][] rows)
    {
        await using var book = await Workbook.Write("To chuc", ["Đơn vị và chức vụ"], [.. Headings.Select(h => new WorkbookColumn(h, 12))], Each(rows), default);
        using var bytes = new MemoryStream();
        await book.CopyToAsync(bytes);
        return new("to-chuc.xlsx", Workbook.MediaType, bytes.ToArray());
    }

    static async IAsyncEnumerable<object?[]> Each(object?[][] rows)
    {
        await Task.CompletedTask;
        foreach (var row in rows) yield return row;
    }

    static string Address(string unit) => $"/to-chuc/{unit}/nhap-bang-tinh";

    /// <summary>Chooses the file and presses the button that only checks.</summary>
    static async Task<IDocument> Look(App.Client who, string unit, Upload sheet)
    {
        var page = await who.Http.Open(Address(unit));
        using var answer = await who.Http.Submit(page.Form("[name=Sheet]"), ("Sheet", sheet));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Page();
    }

    static bool MayConfirm(IDocument page) => page.QuerySelector("form[action*=Confirm]") is not null;

    async Task<DirectorySnapshot> Units() => await app.Services.GetRequiredService<DirectoryCache>().Confirm();

    async Task<List<string>> Held(string unit)
    {
        var units = await Units();
        return [.. units.Positions.Where(p => p.UnitId == Reforming.Unit(unit) && p.IsValidOn(app.Time.Today)).Select(p => $"{units.FindOfficer(p.OfficerId)!.FullName}: {p.Title}")];
    }

    [Fact]
    public async Task The_spreadsheet_of_a_unit_read_back_changes_nothing()
    {
        var admin = await app.As("quan-tri");
        var bytes = await (await admin.Get("/to-chuc/452.xlsx")).Content.ReadAsByteArrayAsync();
        var page = await Look(admin, "452", new("452.xlsx", Workbook.MediaType, bytes));
        Assert.Contains("không có gì thay đổi", page.Words(), StringComparison.Ordinal);
        Assert.False(MayConfirm(page));
        var english = await (await admin.Get("/en/to-chuc/18907.xlsx")).Content.ReadAsByteArrayAsync();
        Assert.Contains("không có gì thay đổi", (await Look(admin, "18907", new("18907.xlsx", Workbook.MediaType, english))).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Posts_are_shown_first_written_when_confirmed_once_and_ended_by_a_day()
    {
        var admin = await app.As("quan-tri");
        var before = (await Units()).Version;
        var page = await Look(admin, "18979", await Sheet(Row("18979", "Lê Thị Nhập", Land), Row("18979", "Lê Thị Nhập", Social), Row("18979", "Phan Văn Bảng", "công chức địa chính")));
        Assert.Equal(before, (await Units()).Version);
        Assert.DoesNotContain(await Held("18979"), h => h.StartsWith("Lê Thị Nhập", StringComparison.Ordinal));
        Assert.Contains("người mới", page.Words(), StringComparison.Ordinal);
        var form = page.Form("[name=Seen]");
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.Http.Submit(form)).StatusCode);
        Assert.Equal(3, (await Held("18979")).Count(h => h is "Lê Thị Nhập: " + Land or "Lê Thị Nhập: " + Social or "Phan Văn Bảng: " + Land));
        var units = await Units();
        var officer = Assert.Single(units.Officers, o => o.FullName == "Lê Thị Nhập"); // one person, two posts
        Assert.True(units.ActorFor(officer.Id, officer.Id, app.Time.Now, app.Time.Today).HoldsPost("services.process", Reforming.Unit("18979")));
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.Http.Submit(form)).StatusCode); // pressed twice
        Assert.Equal(units.Version, (await Units()).Version);

        page = await Look(admin, "18979", await Sheet(Row("18979", "Lê Thị Nhập", Land, until: "30/11/2024", id: officer.Id.ToString())));
        Assert.Contains("đến hết 30/11/2024", page.Words(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.Http.Submit(page.Form("[name=Seen]"))).StatusCode);
        Assert.Equal(new DateOnly(2024, 11, 30), (await Units()).Positions.Single(p => p.OfficerId == officer.Id && p.Title == Land).ValidTo);
        var journal = await app.Journal(DirectoryState.TheOne);
        Assert.All(journal, line => Assert.True(line.Holds));
        Assert.Equal(["Thôi giữ chức vụ", "Nhập đơn vị và chức vụ từ bảng tính"], journal.TakeLast(2).Select(l => l.Words));
    }

    [Fact]
    public async Task Wrong_rows_say_why_and_keep_everything_from_being_written()
    {
        var admin = await app.As("quan-tri");
        var clerk = (await Units()).FindOfficer(NhatLe.Tests.Facts.FactsApp.Clerk)!;
        var before = (await Units()).Version;
        var page = await Look(admin, "452", await Sheet(
            Row("18907", "Trần Văn Đúng", Land),
            Row("", "Trần Văn Sai", Land),
            Row("99999"),
            Row("SO-NV", "Trần Văn Sai", "Chuyên viên"),
            Row("18907", unit: "Xã Tên Khác"),
            Row("18907", "Trần Văn Sai"),
            Row("18907", "Trần Văn Sai", "Giám đốc Sở"),
            Row("18907", "Trần Văn Sai", Land, until: "31/02/2025"),
            Row("18907", "Trần Văn Sai", Land, until: "01/01/2020"),
            Row("18907", "Trần Văn Sai", Land, id: "123"),
            Row("18907", "Trần Văn Sai", Land, id: clerk.Id.ToString()),
            Row("18907", "Tr4n", Land),
            Row("18904", clerk.FullName, Land)));
        var words = page.Words();
        foreach (var why in (string[])["12 dòng sai", "chưa ghi mã đơn vị", "Không có đơn vị mã 99999", "không nằm trong phạm vi quản trị", "lập phương án sắp xếp đơn vị", "Ghi cả họ tên và chức vụ", "không có chức vụ “Giám đốc Sở”",
            "Ngày này không có", "Ngày cuối phải từ ngày bắt đầu", "Mã cán bộ này không đúng", "của người khác tên", "Họ tên chỉ gồm chữ", "đã có " + clerk.FullName])
            Assert.Contains(why, words, StringComparison.Ordinal);
        Assert.False(MayConfirm(page));
        var rows = new[] { new { number = 2, code = "18907", officer = "Trần Văn Đúng", position = Land }, new { number = 3, code = "99999", officer = "A", position = Land } };
        await (await admin.PostJson("/api/organization/units/452/imports", new { id = Guid.CreateVersion7(app.Time.Now), rows })).Refused(HttpStatusCode.Conflict);
        Assert.Equal(before, (await Units()).Version);
        Assert.DoesNotContain(await Held("18907"), h => h.StartsWith("Trần Văn Đúng", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_administers_a_commune_imports_there_and_nowhere_else_and_nobody_without_the_right()
    {
        var admin = await app.As("quan-tri");
        await admin.Post<GivePost.Given>("/api/organization/units/18907/posts", new { id = Guid.CreateVersion7(app.Time.Now), position = "commune.admin", officer = NhatLe.Tests.Facts.FactsApp.Justice });
        var local = await app.As(Filing.Justice);
        Assert.NotNull((await local.Http.Open("/to-chuc/18907")).QuerySelector($"a[href='{Address("18907")}']"));
        Assert.Equal(HttpStatusCode.NotFound, (await local.Get(Address("18979"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As(Filing.Clerk)).Get(Address("18907"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As(Filing.Mother)).Get(Address("18907"))).StatusCode);
        var words = (await Look(local, "18907", await Sheet(
            Row("18979", "Lê Văn Ngoài", Land), Row("KHOI-1", unit: "Sở Mới", parent: "18907"), Row("18907", "Lê Văn Quyền", "Đầu mối quản trị của xã"), Row("18907", "Lê Văn Trong", Land)))).Words();
        Assert.Contains("3 dòng sai", words, StringComparison.Ordinal);
        Assert.Contains("Người quản trị cấp trên mới giao quyền quản trị", words, StringComparison.Ordinal);
        Assert.Contains("Người quản trị toàn tỉnh mới lập đơn vị mới", words, StringComparison.Ordinal);
        var page = await Look(local, "18907", await Sheet(Row("18907", "Lê Văn Trong", Land)));
        Assert.Equal(HttpStatusCode.SeeOther, (await local.Http.Submit(page.Form("[name=Seen]"))).StatusCode);
        Assert.Contains("Lê Văn Trong: " + Land, await Held("18907"));
        foreach (var path in (string[])["import-checks", "imports"])
            Assert.Equal(HttpStatusCode.NotFound, (await local.PostJson($"/api/organization/units/18979/{path}", new { id = Guid.CreateVersion7(app.Time.Now), rows = new[] { new { number = 2, code = "18979", officer = "Lê Văn Ngoài", position = Land } } })).StatusCode);
    }

    [Fact]
    public async Task The_administrator_of_the_province_creates_a_department_with_its_director_and_a_commune_with_its_desk()
    {
        var admin = await app.As("quan-tri");
        var page = await Look(admin, "44", await Sheet(
            Row("SO-DS", "Ngô Thị Giám Đốc", "Giám đốc Sở", unit: "Sở Dữ liệu số", parent: "44"), Row("SO-DS", "Ngô Văn Viên", "Chuyên viên"),
            Row("77011", "Ngô Thị Tiếp", "Công chức tiếp nhận và trả kết quả", unit: "Xã Bảng Tính", parent: "452")));
        Assert.True(MayConfirm(page), page.Words());
        Assert.Null((await Units()).FindUnit("SO-DS"));
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.Http.Submit(page.Form("[name=Seen]"))).StatusCode);
        var units = await Units();
        Assert.Equal((UnitKind.Department, "Sở Dữ liệu số", Reforming.Unit("44")), (units.FindUnit("SO-DS")!.Kind, units.FindUnit("SO-DS")!.Authority, units.FindUnit("SO-DS")!.ParentId!.Value));
        Assert.Equal("Ủy ban nhân dân xã Bảng Tính", units.FindUnit("77011")!.Authority);
        Assert.Equal(2, (await Held("SO-DS")).Count);
        var clerk = units.Positions.Single(p => p.UnitId == Reforming.Unit("77011"));
        Assert.Equal(units.DeskOf(Reforming.Unit("77011"))!.Id, clerk.SeatUnitId);
        Assert.Contains("Sở Dữ liệu số", (await admin.Http.Open("/to-chuc")).Words(), StringComparison.Ordinal);
        page = await Look(admin, "44", await Sheet(Row("SO-HAI", unit: "Sở Dữ liệu số", parent: "44")));
        Assert.Contains("Có hai đơn vị cùng tên", page.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_changed_after_the_check_is_shown_again_before_anything_is_written()
    {
        var admin = await app.As("quan-tri");
        var page = await Look(admin, "18904", await Sheet(Row("18904", "Đinh Văn Nhanh", Land), Row("18904", "Đinh Văn Chậm", Social)));
        await admin.Post<GivePost.Given>("/api/organization/units/18904/posts", new { id = Guid.CreateVersion7(app.Time.Now), position = "commune.land", fullName = "Đinh Văn Nhanh" });
        using var answer = await admin.Http.Submit(page.Form("[name=Seen]"));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var again = await answer.Page();
        Assert.Contains("Danh mục vừa thay đổi", again.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("Đinh Văn Chậm: " + Social, await Held("18904"));
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.Http.Submit(again.Form("[name=Seen]"))).StatusCode);
        Assert.Contains("Đinh Văn Chậm: " + Social, await Held("18904"));
        Assert.Single(await Held("18904"), h => h.StartsWith("Đinh Văn Nhanh", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sheet_as_other_programs_save_it_is_read_with_shared_words_dates_as_numbers_and_columns_in_any_order()
    {
        using var bytes = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(bytes, DocumentFormat.OpenXml.SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            string[] words = ["Chức vụ", "Last day", "CODE", "Name", Social, "18913", "Cao Thị Tính"];
            book.AddNewPart<SharedStringTablePart>().SharedStringTable = new(words.Select(w => new SharedStringItem(new DocumentFormat.OpenXml.Spreadsheet.Text(w))));
            var part = book.AddNewPart<WorksheetPart>();
            static Cell Shared(string at, int index) => new() { CellReference = at, DataType = CellValues.SharedString, CellValue = new(index) };
            part.Worksheet = new(new SheetData(
                new Row(Shared("A1", 0), Shared("C1", 1), Shared("D1", 2), Shared("E1", 3)) { RowIndex = 1 },
                new Row(Shared("A4", 4), new Cell { CellReference = "C4", CellValue = new("45626") }, Shared("D4", 5), Shared("E4", 6)) { RowIndex = 4 }));
            book.Workbook = new(new Sheets(new Sheet { Name = "A", SheetId = 1, Id = book.GetIdOfPart(part) }));
        }
        var page = await Look(await app.As("quan-tri"), "18913", new("a.xlsx", Workbook.MediaType, bytes.ToArray()));
        Assert.Equal(["4", "Xã Hồng Hóa", "Cao Thị Tính" + Social], page.QuerySelectorAll("main tbody td").Take(3).Select(c => c.Words()));
        Assert.Equal(HttpStatusCode.SeeOther, (await (await app.As("quan-tri")).Http.Submit(page.Form("[name=Seen]"))).StatusCode);
        Assert.Equal(new DateOnly(2024, 11, 30), Assert.Single((await Units()).Positions, p => p.UnitId == Reforming.Unit("18913") && p.Title == Social && p.ValidTo is not null).ValidTo);
    }

    [Theory]
    [InlineData("%PDF-1.7 không phải bảng tính", "không đọc được")]
    [InlineData("", "Hãy chọn tệp bảng tính")]
    public async Task A_file_that_is_no_spreadsheet_is_refused_in_words(string content, string why)
    {
        var admin = await app.As("quan-tri");
        var page = await admin.Http.Open(Address("18907"));
        using var answer = await admin.Http.Submit(page.Form("[name=Sheet]"), ("Sheet", new Upload("a.xlsx", Workbook.MediaType, System.Text.Encoding.UTF8.GetBytes(content))));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(why, (await answer.Page()).Words(), StringComparison.Ordinal);
        var none = await Sheet();
        using var empty = await admin.Http.Submit(page.Form("[name=Sheet]"), ("Sheet", none));
        Assert.Contains("chưa có dòng nào", (await empty.Page()).Words(), StringComparison.Ordinal);
    }
}
