using System.ComponentModel.DataAnnotations;
using NhatLe.Platform;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.OpenId.Registry;

/// <summary>What an administrator says about a system, as typed.</summary>
public record ClientForm
{
    [Required(ErrorMessage = "Hãy ghi tên hệ thống như người dùng gọi."), StringLength(80, ErrorMessage = "Tên dài nhất 80 ký tự.")]
    public string Name { get; set; } = "";

    /// <summary>Of somebody else than the province: people agree first.</summary>
    public bool ThirdParty { get; set; }

    /// <summary>One a line, compared letter by letter.</summary>
    public string? RedirectUris { get; set; }

    public string? PostLogoutUris { get; set; }
    public string? BackChannelUri { get; set; }

    /// <summary>Of <see cref="Scopes.OfPeople"/>.</summary>
    public List<string> PersonScopes { get; set; } = [];

    /// <summary>Words of an interface, for what the system does by itself.</summary>
    public string? OtherScopes { get; set; }

    /// <summary>Of <see cref="GrantTypes.All"/>.</summary>
    public List<string> Grants { get; set; } = [];

    [AllowedValues("ES256", "RS256", ErrorMessage = "Hãy chọn ES256, hoặc RS256 cho hệ thống cũ.")]
    public string SigningAlg { get; set; } = "ES256";

    [StringLength(200, ErrorMessage = "Tên giao diện dài nhất 200 ký tự.")]
    public string? Audience { get; set; }

    public string? LaunchAddress { get; set; }
    public string Icon { get; set; } = "grid";
    public bool ForOfficers { get; set; }
    public bool ForCitizens { get; set; }

    /// <summary>Of the house's icons, with what they look like.</summary>
    public static readonly IReadOnlyDictionary<string, string> Icons = new Dictionary<string, string>
    {
        ["grid"] = "Ô lưới", ["document"] = "Tờ giấy", ["folder"] = "Cặp hồ sơ", ["chart"] = "Biểu đồ", ["map"] = "Bản đồ", ["shop"] = "Cửa hàng", ["heart"] = "Trái tim", ["water"] = "Giọt nước",
        ["people"] = "Nhóm người", ["coin"] = "Đồng tiền", ["calendar"] = "Tờ lịch", ["message"] = "Lời nhắn", ["scales"] = "Cái cân", ["shield"] = "Tấm khiên", ["globe"] = "Quả địa cầu",
    };

    public static ClientForm Of(Client client) => new()
    {
        Name = client.Name, ThirdParty = client.Kind == ClientKind.ThirdParty, RedirectUris = client.RedirectUris, PostLogoutUris = client.PostLogoutUris, BackChannelUri = client.BackChannelUri,
        PersonScopes = [.. client.Scopes.Split(' ').Intersect(Scopes.OfPeople)], OtherScopes = string.Join(' ', client.Scopes.Split(' ').Except(Scopes.OfPeople)), Grants = [.. client.Grants.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        SigningAlg = client.SigningAlg, Audience = client.Audience, LaunchAddress = client.LaunchAddress, Icon = client.Icon, ForOfficers = client.ForOfficers, ForCitizens = client.ForCitizens,
    };

    /// <exception cref="Refusal">422, with what is to be mended beside each field.</exception>
    public ClientDescription Checked(bool isPublic, DemonstrationMode demonstration)
    {
        Check.Input(this);
        List<FieldError> errors = [];
        var (redirects, posts) = (Lines(RedirectUris), Lines(PostLogoutUris));
        var signsIn = Grants.Contains(GrantTypes.Code);
        var others = (OtherScopes ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        foreach (var bad in redirects.Where(r => !IsAddress(r, isPublic, demonstration)).Take(1)) errors.Add(new(nameof(RedirectUris), "Địa chỉ {0} chưa dùng được. Địa chỉ bắt đầu bằng https://, không có dấu # và dấu *.", bad));
        foreach (var bad in posts.Where(r => !IsAddress(r, isPublic, demonstration)).Take(1)) errors.Add(new(nameof(PostLogoutUris), "Địa chỉ {0} chưa dùng được. Địa chỉ bắt đầu bằng https://, không có dấu # và dấu *.", bad));
        if (Text(BackChannelUri) is { } back && !IsAddress(back, mayBeApp: false, demonstration)) errors.Add(new(nameof(BackChannelUri), "Địa chỉ {0} chưa dùng được. Địa chỉ bắt đầu bằng https://, không có dấu # và dấu *.", back));
        if (Text(LaunchAddress) is { } launch && !IsAddress(launch, mayBeApp: false, demonstration)) errors.Add(new(nameof(LaunchAddress), "Địa chỉ {0} chưa dùng được. Địa chỉ bắt đầu bằng https://, không có dấu # và dấu *.", launch));
        if (Grants.Count == 0 || Grants.Except(GrantTypes.All).Any() || (Grants.Contains(GrantTypes.Refresh) && !signsIn)) errors.Add(new(nameof(Grants), "Hãy chọn cách dùng: người đăng nhập, hoặc máy gọi máy. Gia hạn đi cùng người đăng nhập."));
        if (isPublic && Grants.Contains(GrantTypes.ClientCredentials)) errors.Add(new(nameof(Grants), "Ứng dụng không giữ được bí mật thì không gọi máy với máy được."));
        if (signsIn && redirects.Count == 0) errors.Add(new(nameof(RedirectUris), "Hãy ghi ít nhất một địa chỉ quay về sau khi đăng nhập."));
        if (signsIn && !ForOfficers && !ForCitizens) errors.Add(new(nameof(ForOfficers), "Hãy chọn ai được mở hệ thống này."));
        if (PersonScopes.Except(Scopes.OfPeople).Any()) errors.Add(new(nameof(PersonScopes), "Hãy chọn trong danh sách."));
        if (Array.Find(others, o => !IsScope(o)) is { } scope) errors.Add(new(nameof(OtherScopes), "Quyền {0} chưa đúng: chỉ gồm chữ không dấu, số và . _ - : /", scope));
        if (!Icons.ContainsKey(Icon)) errors.Add(new(nameof(Icon), "Hãy chọn trong danh sách."));
        if (errors.Count > 0) throw Refusal.Invalid(errors);
        return new(Name, ThirdParty ? ClientKind.ThirdParty : ClientKind.Own, string.Join('\n', redirects), string.Join('\n', posts), Text(BackChannelUri),
            string.Join(' ', PersonScopes.Concat(others).Distinct()), string.Join(' ', GrantTypes.All.Where(Grants.Contains)), SigningAlg, Text(Audience) ?? "", Text(LaunchAddress) ?? "", Icon, ForOfficers, ForCitizens);
    }

    static string? Text(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();

    static List<string> Lines(string? typed) => [.. (typed ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    /// <summary>HTTPS (RFC 9700 section 2.6); on the machine itself for an app or a demonstration, and an app's own scheme, with a dot in it (RFC 8252 section 7).</summary>
    internal static bool IsAddress(string address, bool mayBeApp, DemonstrationMode demonstration)
    {
        if (address.Length > 500 || address.Contains('#') || address.Contains('*') || !address.All(c => c is > ' ' and <= '~') || !Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0) return false;
        return uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback && (mayBeApp || demonstration.IsOn)) || (mayBeApp && uri.Scheme.Contains('.'));
    }

    static bool IsScope(string word) => word.Length <= 100 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or ':' or '/');
}
