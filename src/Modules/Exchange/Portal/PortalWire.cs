using System.Collections.Frozen;
using NhatLe.Contracts.Services;
using NhatLe.Platform.Facts;

namespace NhatLe.Exchange.Portal;

/// <summary>
/// The portal's interface: names and codes stand here only, so that what is different in the real one is a change of this file. Token, number of the
/// dossier, files by hash, the dossier, its progress, its status; each may be said twice.
/// </summary>
public static class PortalWire
{
    public const string TokenPath = "/token", NumberPath = "/dossier-numbers", FilesPath = "/files/", DossiersPath = "/dossiers";

    public sealed record TokenAnswer(string AccessToken, int ExpiresIn);

    public sealed record Number(string MaHoSo, string SoHoSo);

    public sealed record FileRef(string IdTepTin, string HashTepTin, string TenTep, string LoaiTep, long KichThuoc, int VaiTro);

    /// <param name="KenhTiepNhan">1 counter, 2 online, 3 public post.</param>
    public sealed record Dossier(
        string MaHoSo, string SoHoSo, string MaThuTuc, string TenThuTuc, string MaDonVi, string TenDonVi, int KenhTiepNhan, string NguoiNop, string SoDinhDanh, DateTimeOffset NgayNop, DateTimeOffset? NgayHenTra, IReadOnlyList<FileRef> TepTin);

    /// <param name="MaTienTrinh">The id of our entry: the same said twice is one.</param>
    /// <param name="ThuTu">Its number in the dossier.</param>
    public sealed record Progress(
        string MaTienTrinh, long ThuTu, string NguoiXuLy, DateTimeOffset ThoiDiemXuLy, string PhongBanXuLy, string NoiDungXuLy, int TrangThai, DateTimeOffset? NgayBatDau, DateTimeOffset? NgayKetThucTheoQuyDinh);

    public sealed record Status(int TrangThai, long ThuTu);

    /// <summary>One dossier as the portal has it.</summary>
    /// <param name="SoTienTrinh">How many steps of progress.</param>
    public sealed record Held(string MaHoSo, int TrangThai, int SoTienTrinh);

    /// <summary>What the national status is after an act (facts of the field: 1 newly filed … 10 result returned).</summary>
    static readonly FrozenDictionary<string, int> after = new Dictionary<Type, int>
    {
        [typeof(DossierFiled)] = 1, [typeof(DossierAccepted)] = 2, [typeof(DossierRefused)] = 3, [typeof(DossierForwarded)] = 4, [typeof(DossierSentBack)] = 4, [typeof(AppointmentMoved)] = 4, [typeof(DossierSupplemented)] = 4,
        [typeof(SupplementRequested)] = 5, [typeof(FeeRequested)] = 6, [typeof(FeeReminded)] = 6, [typeof(FeePaid)] = 4, [typeof(DossierStopped)] = 8, [typeof(DossierApproved)] = 9, [typeof(ResultReturned)] = 10,
    }.ToFrozenDictionary(p => EventNames.Of(p.Key), p => p.Value);

    /// <summary>The acts that are told.</summary>
    public static IReadOnlyList<string> Events { get; } = [.. after.Keys];

    public static int StatusAfter(string eventName) => after.GetValueOrDefault(eventName);
}
