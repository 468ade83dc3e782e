using NhatLe.Platform.Text;

namespace NhatLe.Tests.Text;

[Trait("Run", "Once")]
public sealed class IdentifierTests
{
    [Fact]
    public void A_citizen_number_tells_origin_sex_and_year_of_birth()
    {
        var number = CitizenNumber.Read("044 196 004217").Value!;
        Assert.Equal(("044196004217", "044", Sex.Female, 1996), (number.Value, number.Origin, number.Sex, number.BirthYear));
        Assert.Equal((Sex.Male, 2008), (CitizenNumber.Read("044208000001").Value!.Sex, CitizenNumber.Read("044208000001").Value!.BirthYear));
    }

    [Theory]
    [InlineData("04419600421", "citizen-number.length", "Số định danh có 12 chữ số. Ông/bà mới nhập 11 số.")]
    [InlineData("0441960042170", "citizen-number.length", "Số định danh có 12 chữ số. Ông/bà đã nhập 13 số.")]
    [InlineData("194123456", "citizen-number.old", "Số 9 chữ số là số chứng minh nhân dân cũ. Hãy nhập số định danh 12 chữ số.")]
    [InlineData("04419600421O", "citizen-number.letters", "Số định danh chỉ gồm chữ số, không có chữ cái.")]
    [InlineData("", "citizen-number.empty", "Hãy nhập số định danh: 12 chữ số in trên thẻ căn cước.")]
    public void A_wrong_citizen_number_is_refused_in_words_that_help(string typed, string code, string message)
    {
        var reading = CitizenNumber.Read(typed);
        Assert.False(reading.Ok);
        Assert.Equal((code, message), (reading.Refusal!.Code, reading.Refusal.ToString()));
    }

    [Fact]
    public void A_citizen_number_that_disagrees_with_sex_or_year_warns_and_does_not_block()
    {
        var findings = CitizenNumber.Read("044196004217").Value!.Compare(Sex.Male, 1997);
        Assert.Equal(["citizen-number.sex", "citizen-number.year"], findings.Select(f => f.Code));
        Assert.DoesNotContain(findings, f => f.Blocks);
        Assert.Contains("1996", findings[1].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_citizen_number_that_agrees_or_has_nothing_to_compare_with_warns_of_nothing()
    {
        Assert.Empty(CitizenNumber.Read("044196004217").Value!.Compare(Sex.Female, 1996));
        Assert.Empty(CitizenNumber.Read("044196004217").Value!.Compare(null, null));
    }

    [Theory]
    [InlineData("0100047516", "0100047516")]
    [InlineData("0100047516-001", "0100047516-001")]
    [InlineData("0100047516001", "0100047516-001")]
    public void A_tax_code_with_the_right_check_digit_is_read(string typed, string stored) =>
        Assert.Equal(stored, TaxCode.Read(typed).Value!.ToString());

    [Theory]
    [InlineData("0100047517", "tax-code.check")]
    [InlineData("1000047516", "tax-code.check")]
    [InlineData("0000000000", "tax-code.check")]
    [InlineData("010004751", "tax-code.length")]
    [InlineData("0100047516-000", "tax-code.branch")]
    [InlineData("01000475l6", "tax-code.letters")]
    [InlineData(null, "tax-code.empty")]
    public void A_wrong_tax_code_is_refused_with_its_reason(string? typed, string code) =>
        Assert.Equal(code, TaxCode.Read(typed).Refusal!.Code);

    [Fact]
    public void Any_single_wrong_digit_of_a_tax_code_is_noticed()
    {
        const string Right = "0100047516";
        for (var at = 0; at < Right.Length; at++)
            for (var digit = '0'; digit <= '9'; digit++)
                Assert.Equal(digit == Right[at], TaxCode.Read(Right[..at] + digit + Right[(at + 1)..]).Ok);
    }

    [Theory]
    [InlineData("0912.345.678", "+84912345678", "0912 345 678", true)]
    [InlineData("+84 912 345 678", "+84912345678", "0912 345 678", true)]
    [InlineData("+84 (0)912 345 678", "+84912345678", "0912 345 678", true)]
    [InlineData("0084912345678", "+84912345678", "0912 345 678", true)]
    [InlineData("84912345678", "+84912345678", "0912 345 678", true)]
    [InlineData("0841234567", "+84841234567", "0841 234 567", true)]
    [InlineData("0232 3822 456", "+842323822456", "0232 3822456", false)]
    public void A_phone_number_is_stored_in_one_form(string typed, string international, string shown, bool mobile)
    {
        var reading = PhoneNumber.Read(typed);
        Assert.Empty(reading.Findings);
        Assert.Equal((international, shown, mobile), (reading.Value!.International, reading.Value.ToString(), reading.Value.IsMobile));
    }

    [Fact]
    public void An_unknown_prefix_warns_and_does_not_block()
    {
        var reading = PhoneNumber.Read("0871234567");
        Assert.True(reading.Ok);
        Assert.Equal(("phone.prefix", false), (reading.Findings[0].Code, reading.Findings[0].Blocks));
    }

    [Theory]
    [InlineData("091234567", "phone.length")]
    [InlineData("9123456780", "phone.start")]
    [InlineData("09l2345678", "phone.letters")]
    [InlineData(" ", "phone.empty")]
    public void A_wrong_phone_number_is_refused_with_its_reason(string typed, string code) =>
        Assert.Equal(code, PhoneNumber.Read(typed).Refusal!.Code);

    [Theory]
    [InlineData("1.001193", "1.001193", null, "1.001193")]
    [InlineData(" 1.001193.h46 ", "1.001193", "H46", "1.001193.H46")]
    [InlineData("1.001193.000.00.00.H46", "1.001193", "H46", "1.001193.H46")]
    public void A_procedure_code_is_read_with_or_without_its_province(string typed, string national, string? province, string shown)
    {
        Assert.True(ProcedureCode.TryParse(typed, out var code));
        Assert.Equal((national, province, shown), (code.National, code.Province, code.ToString()));
    }

    [Theory]
    [InlineData("1.00119")]
    [InlineData("khai sinh")]
    [InlineData(null)]
    public void Anything_else_is_no_procedure_code(string? typed) => Assert.False(ProcedureCode.TryParse(typed, out _));

    [Fact]
    public void A_dossier_code_names_unit_day_and_number_of_the_day() =>
        Assert.Equal("H46.22.03-241118-0007", DossierCode.Format("H46.22.03", new DateOnly(2024, 11, 18), 7));

    [Theory]
    [InlineData("H46.22.03-241118-0007", "H46.22.03", 7)]
    [InlineData(" h46.22.03-241118-0007", "H46.22.03", 7)]
    [InlineData("000.00.BD.H08-241118-12345", "000.00.BD.H08", 12345)]
    [InlineData("H46.29-241118-0001", "H46.29", 1)]
    public void A_dossier_code_is_read_back(string typed, string unit, int number)
    {
        Assert.True(DossierCode.TryParse(typed, out var code));
        Assert.Equal((unit, new DateOnly(2024, 11, 18), number), (code.Unit, code.Day, code.Number));
        Assert.Equal(typed.Trim().ToUpperInvariant(), code.ToString());
    }

    [Theory]
    [InlineData("H46.22.03-241318-0007")]
    [InlineData("H46.22.03-241118-007")]
    [InlineData("H46.22.03-241118-0000")]
    [InlineData("241118-0007")]
    [InlineData(null)]
    public void Anything_else_is_no_dossier_code(string? typed) => Assert.False(DossierCode.TryParse(typed, out _));

    [Fact]
    public void A_dossier_code_is_not_made_for_a_unit_without_identification_code() =>
        Assert.Throws<ArgumentException>(() => DossierCode.Format("", new DateOnly(2024, 11, 18), 1));

    [Fact]
    public void Every_message_about_a_number_has_its_english()
    {
        var catalog = new TextCatalog([typeof(CitizenNumber).Assembly]);
        string?[] typed = ["", "x", "1", "194123456", "0441960042170", "0100047517", "0100047516000", "9123456780", "0871234567"];
        var findings = typed.SelectMany(t => CitizenNumber.Read(t).Findings.Concat(TaxCode.Read(t).Findings).Concat(PhoneNumber.Read(t).Findings))
            .Concat(CitizenNumber.Read("044196004217").Value!.Compare(Sex.Male, 1990)).ToList();
        Assert.Equal(17, findings.Select(f => f.Message).Distinct().Count());
        Assert.All(findings, f => Assert.True(catalog.Has("en", f.Message), f.Message));
    }
}
